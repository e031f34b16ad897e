#!/bin/sh
# Installs Debian packages without questions and without starting any service.
# Usage: tools/install_system_packages.sh PACKAGE...   (`a,b`: the first of them that there is)
# Exits 3 when this person may not install, or this system has no apt-get; 0 when all are there.
set -eu
have() { dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

command -v apt-get >/dev/null 2>&1 || exit 3
wanted=
for package in "$@"; do
    first=${package%%,*}
    have "$first" && continue
    there=
    for one in $(echo "$package" | tr , ' '); do
        if have "$one"; then there=1; fi
    done
    # Another will do where the first is not to be had.
    if [ -n "$there" ] && ! apt-cache show "$first" >/dev/null 2>&1; then continue; fi
    wanted="$wanted $package"
done
[ -n "$wanted" ] || exit 0
if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || exit 3
    exec sudo -n "$0" "$@"
fi

echo "Installing the system packages$wanted"
# Debian starts a service as soon as its package is unpacked, unless this file forbids it. What
# stood there before comes back afterwards, however this ends.
policy=/usr/sbin/policy-rc.d
kept=$(mktemp -d)
if [ -e "$policy" ]; then cp -p "$policy" "$kept/policy-rc.d"; fi
restore() {
    if [ -e "$kept/policy-rc.d" ]; then cp -p "$kept/policy-rc.d" "$policy"; else rm -f "$policy"; fi
    rm -rf "$kept"
}
trap restore EXIT
trap 'exit 1' HUP INT TERM
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"

export DEBIAN_FRONTEND=noninteractive
log=$kept/apt.log
install() {
    apt-get update || return
    chosen=
    for package in $wanted; do
        which=${package%%,*}
        for one in $(echo "$package" | tr , ' '); do
            if apt-cache show "$one"; then which=$one; break; fi
        done
        chosen="$chosen $which"
    done
    # shellcheck disable=SC2086  # a list of names
    apt-get install --yes --no-install-recommends $chosen
}
if ! install </dev/null >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "apt-get could not install$wanted; its last words are above." >&2
    exit 1
fi
