# Steps of an installation: quiet, logged, interruptible, one start at a time.
# Part of ./vividly, which sources it.
# shellcheck shell=sh disable=SC2154 # variables of ./vividly

say() { printf 'vividly: %s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

interrupted() {
  # A background child of a shell ignores Ctrl-C.
  [ -z "$child" ] || { kill "$child" && wait "$child"; } 2>/dev/null || :
  say 'interrupted'
  exit 130
}
trap interrupted INT TERM HUP
trap '[ -z "$mkdir_lock" ] || rm -rf "$mkdir_lock"' EXIT

# attempt COMMAND...: runs it with its words in the log; its exit code is the result.
attempt() {
  printf '\n== %s\n%s\n' "$(date)" "$*" >>"$log"
  status=0
  "$@" >"$step_log" 2>&1 </dev/null 9>&- &
  child=$!
  wait "$child" || status=$?
  child=
  cat "$step_log" >>"$log"
  return "$status"
}

# step WHAT COMMAND...: says what is done; when it fails, says why and what helps.
step() {
  what=$1
  shift
  say "$what"
  attempt "$@" || broken "$what"
}

broken() {
  tail -n 15 "$step_log" >&2
  say "failed: $1"
  if grep -qiE 'ENOSPC|no space left' "$step_log"; then
    say 'The disk is full: free about 2 GB and start again; what is done is kept.'
  elif grep -qiE 'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|could not resolve|temporary failure|failed to fetch|unable to locate package|unable to connect|network' "$step_log"; then
    say 'The package registry was not reached: check the network (and HTTPS_PROXY) and start again; what is done is kept.'
  elif grep -qiE 'EACCES|EPERM|permission denied' "$step_log"; then
    say "Something may not be written: check who owns $root (sudo chown -R \"\$(id -un)\" '$root')."
  fi
  say "Details: $log"
  exit 1
}

# One start at a time installs and builds. The kernel drops a flock with its holder, however that ends; where there is
# none (macOS), a folder is the lock and the holder's process number tells whether it still counts.
lock() {
  waiting='another start is installing or building here; waiting for it'
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$state/install.lock"
    flock -n 9 || { say "$waiting" && flock 9; }
    return 0
  fi
  until mkdir "$state/install.lock.d" 2>/dev/null; do
    holder=$(cat "$state/install.lock.d/pid" 2>/dev/null || :)
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
      rm -rf "$state/install.lock.d"
      continue
    fi
    [ -z "$waiting" ] || say "$waiting"
    waiting=
    sleep 1
  done
  mkdir_lock=$state/install.lock.d
  echo $$ >"$mkdir_lock/pid"
}

unlock() {
  if [ -n "$mkdir_lock" ]; then
    rm -rf "$mkdir_lock"
    mkdir_lock=
  else
    exec 9>&-
  fi
}
