# Node, the npm packages and the build, each done again only when something it depends on has changed.
# Part of ./vividly, which sources it.
# shellcheck shell=sh disable=SC2154 # variables of ./vividly

check_node() {
  command -v node >/dev/null 2>&1 ||
    fail 'Node.js is missing. Install version 20.19 or newer: https://nodejs.org/en/download'
  node_version=$(node --version)
  IFS=. read -r major minor _ <<VERSION
${node_version#v}
VERSION
  if [ "$major" -ge 24 ] || { [ "$major" -eq 22 ] && [ "$minor" -ge 12 ]; } || { [ "$major" -eq 20 ] && [ "$minor" -ge 19 ]; }; then
    return 0
  fi
  fail "Node.js $node_version is installed, but 20.19 or newer is needed (20, 22 and 24 work): https://nodejs.org/en/download"
}

# fingerprint NAME...: a number for the content of the files that `find` lists below those folders.
fingerprint() {
  (
    cd "$root"
    find "$@" \( -name node_modules -o -name dist -o -name generated -o -name .turbo \) -prune -o \
      -type f \( -name '*.ts' -o -name '*.mjs' -o -name package.json -o -name '*.prisma' \) ! -name '*.test.ts' -print |
      LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum | cksum
  )
}

manifests() { (cd "$root" && cksum pnpm-lock.yaml pnpm-workspace.yaml package.json apps/*/package.json packages/*/package.json prisma/seed/package.json | cksum); }

# current NAME VALUE: whether the step of that name was last finished for this value.
current() { [ -f "$stamps/$1" ] && [ "$(cat "$stamps/$1")" = "$2" ]; }

finish() { printf '%s\n' "$2" >"$stamps/$1"; }

installed() {
  install_key="$(manifests) node $major $(uname -sm)"
  [ -f "$pnpm" ] && [ -f "$root/node_modules/.modules.yaml" ] && current install "$install_key"
}

generated() {
  generate_key="$install_key $(cd "$root" && cksum prisma/schema.prisma prisma/prisma.config.ts | cksum)"
  [ -f "$root/packages/db/generated/client.ts" ] && current generate "$generate_key"
}

built() {
  build_key="$generate_key $(fingerprint apps packages prisma tools)"
  for package in "$root"/apps/* "$root"/packages/* "$root"/prisma/seed; do
    [ ! -f "$package/package.json" ] || [ -d "$package/dist" ] || return 1
  done
  current build "$build_key"
}

install_packages() {
  free=$(df -Pk "$root" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge 1500000 ] || fail "Only $((free / 1024)) MB are free below $root; the first start needs about 1.5 GB."
  if [ ! -f "$pnpm" ]; then
    command -v npm >/dev/null 2>&1 || fail 'npm is missing; it comes with Node.js from https://nodejs.org/en/download'
    rm -rf "$tools.new"
    mkdir -p "$tools.new"
    step "fetching pnpm $pnpm_version, the package manager of this repository" \
      npm install --prefix "$tools.new" --no-audit --no-fund --no-update-notifier --ignore-scripts "pnpm@$pnpm_version"
    rm -rf "$tools"
    mv "$tools.new" "$tools"
  fi
  step 'installing the npm packages of the lockfile' \
    env CI=1 node "$pnpm" --dir "$root" install --frozen-lockfile --reporter=append-only
  finish install "$install_key"
}
