# The programs that lessons need, from Debian's or Homebrew's packages.
# Part of ./vividly, which sources it.
# shellcheck shell=sh disable=SC2154 # variables of ./vividly

# The programs that lessons need and that are not there, one a line. The other commands run without them.
missing_programs() {
  case ${1-} in demo | up | test | chaos | bench | qa) ;; *) return 0 ;; esac
  for program in ffmpeg ffprobe flite espeak-ng redis-server; do
    command -v "$program" >/dev/null 2>&1 || echo "$program"
  done
  # Tests play lessons in it; without it `bench` leaves Remotion out.
  if [ "$1" = test ] && ! browser_is_there; then echo chromium; fi
}

# As packages/testing/browser.ts looks for it.
browser_is_there() {
  for program in chromium chromium-browser google-chrome \
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' /Applications/Chromium.app/Contents/MacOS/Chromium; do
    if command -v "$program" >/dev/null 2>&1; then return 0; fi
  done
  return 1
}

purpose() {
  case $1 in
    ffmpeg) echo 'ffmpeg (renders and checks video)' ;;
    flite) echo 'flite (speaks English)' ;;
    espeak-ng) echo 'espeak-ng (speaks other languages)' ;;
    redis*) echo "$1 (delivers tasks to workers)" ;;
    chromium | google-chrome) echo "$1 (plays lessons in tests)" ;;
  esac
}

# packages REDIS BROWSER PROGRAM...: the packages of the programs; those of redis-server and chromium have these names.
packages() {
  redis=$1
  browser=$2
  shift 2
  for program in "$@"; do
    case $program in
      ffprobe) echo ffmpeg ;;
      redis-server) echo "$redis" ;;
      chromium) echo "$browser" ;;
      *) echo "$program" ;;
    esac
  done | sort -u
}

describe() { for package in "$@"; do purpose "$package"; done | paste -sd, - | sed 's/,/, /g'; }

install_programs() {
  if command -v apt-get >/dev/null 2>&1; then
    # shellcheck disable=SC2046,SC2086 # names without blanks
    install_with_apt $(packages redis-server chromium $1)
  elif command -v brew >/dev/null 2>&1; then
    # shellcheck disable=SC2046,SC2086
    set -- $(packages redis google-chrome $1)
    step "installing with Homebrew: $(describe "$@")" env HOMEBREW_NO_AUTO_UPDATE=1 NONINTERACTIVE=1 brew install "$@"
  else
    # shellcheck disable=SC2046,SC2086
    fail "These programs are missing: $(echo $1). Neither apt-get nor Homebrew is here: install them by hand and start again."
  fi
}

install_with_apt() {
  privilege=
  if [ "$(id -u)" -ne 0 ]; then
    by_hand="sudo apt-get install $*"
    command -v sudo >/dev/null 2>&1 || fail "System packages are missing and there is no sudo. As root: apt-get install $*"
    if ! sudo -n true 2>/dev/null; then
      [ -t 0 ] || fail "System packages are missing and sudo wants a password. Run this first: $by_hand"
      say "sudo needs your password to install: $*"
      sudo -v || fail "Without sudo the packages cannot be installed. Run this first: $by_hand"
    fi
    privilege='sudo -n'
  fi
  redis_is_new=
  case " $* " in *' redis-server '*) redis_is_new=yes ;; esac
  say 'asking the package sources what is new (apt-get update)'
  # One broken source of somebody else's must not stop us; what matters is whether the packages can be had.
  # shellcheck disable=SC2086 # one word or two
  attempt $privilege apt-get -q update || say 'some package sources did not answer; going on with what is known'
  # shellcheck disable=SC2086
  step "installing with apt-get: $(describe "$@")" \
    $privilege env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 "$@"
  [ -z "$redis_is_new" ] || quiet_redis
}

# Debian's package starts a Redis for the whole machine; we run our own on a port of its own.
quiet_redis() {
  if [ -d /run/systemd/system ]; then
    # shellcheck disable=SC2086
    attempt $privilege systemctl disable --now redis-server.service ||
      say 'the Redis service of the new package could not be stopped; it does no harm'
  elif [ -x /etc/init.d/redis-server ]; then
    # shellcheck disable=SC2086
    attempt $privilege /etc/init.d/redis-server stop || :
  fi
}
