# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the scripts share. Each script sources this first, and then stands in the top folder of the repository.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
top=$PWD
# "su" keeps a user's PATH, which lacks the folder of runuser.
PATH=$PATH:/usr/sbin
# Debian 12 has no yyjson: script/setup unpacks one here, where pkg-config finds it.
deps_folder=$top/build/deps
export PKG_CONFIG_PATH=$deps_folder/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}

# Says on stderr what is being done: a script's standard output is its result.
say() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
}

die() {
    say "$*"
    exit 2
}

# Prints the comment that heads a script, which is its manual.
print_usage() {
    awk 'NR > 1 && !/^#/ { exit } NR > 2 { sub(/^# ?/, ""); print }' "$1"
}

# Refuses every argument but --help.
take_no_arguments() {
    case "${1:-}" in
    '') ;;
    -h | --help) print_usage "$0" && exit 0 ;;
    *) die "unknown argument: $1 (try --help)" ;;
    esac
}

# Runs a command with its output in a log, which is shown when it fails.
run_logged() {
    local log=$1
    shift
    mkdir -p "${log%/*}"
    "$@" >"$log" 2>&1 || {
        local status=$?
        tail -n 60 "$log" >&2
        say "failed: $* (all of it in $log)"
        return "$status"
    }
}

# Prints where npm has put the program $1 of Foundry: anvil, and for the tests cast and forge. It may be missing.
print_foundry() {
    local machine=amd64
    [ "$(uname -m)" != aarch64 ] || machine=arm64
    echo "$top/contracts/node_modules/@foundry-rs/$1-linux-$machine/bin/$1"
}

# True when something under the folders and files $2… is newer than the stamp $1, or there is no stamp.
is_stale() {
    local stamp=$1
    shift
    [ -e "$stamp" ] || return 0
    [ -n "$(find "$@" \( -name node_modules -o -name dist \) -prune -o -newer "$stamp" -print -quit)" ]
}

# Builds the user interface into web/dist, from where the program embeds it.
build_web() {
    [ ! -d web/dist ] || is_stale build/web.stamp web || return 0
    say 'building the user interface'
    run_logged build/log/web.log npm run build --prefix web
    touch build/web.stamp
}

# Configures the folder $1 with the meson options $2… and compiles it.
compile() {
    local folder=$1
    shift
    if [ ! -f "$folder/build.ninja" ]; then
        say "configuring $folder"
        run_logged "build/log/${folder##*/}-setup.log" meson setup "$folder" "$@" || return
    fi
    say "compiling $folder"
    run_logged "build/log/${folder##*/}.log" ninja --quiet -k 0 -C "$folder"
}
