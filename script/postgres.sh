# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A PostgreSQL of the tests' own: on a free port of loopback, in a folder that goes when they end. The folder is made in $postgres_place, where
# that is said: a database of its own for each test is some 300 files, which cost a disk ten times what they cost memory.

# Prints the path of the PostgreSQL program $1, the newest where there are several.
print_postgres_program() {
    local found
    found=$(compgen -G "/usr/lib/postgresql/*/bin/$1" | sort -V | tail -n 1)
    [ -n "$found" ] || found=$(command -v "$1") || die "no $1: run script/setup --dev"
    echo "$found"
}

# PostgreSQL refuses to run as root, so root lends it the account that Debian made for it.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        (cd / && "$@")
    fi
}

print_free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

make_postgres_cluster() {
    local password=$1
    as_postgres sh -c "umask 077; echo $password >'$postgres_folder/password'"
    run_logged build/log/initdb.log as_postgres "$(print_postgres_program initdb)" -D "$postgres_folder/data" -U kenzen \
        -A scram-sha-256 --pwfile="$postgres_folder/password" -E UTF8 --no-locale --no-sync
}

# Durability is switched off: the data is thrown away. KENZEN_POSTGRES_DURABLE=1 leaves it on, to measure what users have.
run_postgres() {
    local off='-c fsync=off -c synchronous_commit=off -c full_page_writes=off'
    [ -z "${KENZEN_POSTGRES_DURABLE:-}" ] || off=
    local settings="-c listen_addresses=127.0.0.1 -c port=$1 -c unix_socket_directories='' -c max_connections=200 $off"
    as_postgres "$(print_postgres_program pg_ctl)" -D "$postgres_folder/data" -l "$postgres_folder/log" \
        -o "${settings//$'\n'/ }" -w start >/dev/null 2>&1
}

# Starts the cluster and exports its address. Another program may take the free port first, so there are three tries.
start_postgres() {
    local password port try
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    postgres_folder=$(as_postgres mktemp -d "${postgres_place:-/tmp}/kenzen-postgres.XXXXXX")
    make_postgres_cluster "$password"
    for try in 1 2 3; do
        port=$(print_free_port)
        run_postgres "$port" && break
        [ "$try" -lt 3 ] || { as_postgres cat "$postgres_folder/log" >&2 && die 'PostgreSQL does not start'; }
    done
    export KENZEN_TEST_POSTGRES="postgres://kenzen:$password@127.0.0.1:$port/postgres"
}

stop_postgres() {
    [ -n "${postgres_folder:-}" ] || return 0
    as_postgres "$(print_postgres_program pg_ctl)" -D "$postgres_folder/data" -m immediate stop >/dev/null 2>&1 || true
    as_postgres rm -rf "$postgres_folder"
    postgres_folder=
}
