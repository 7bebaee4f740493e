#!/bin/sh
# What udhcpc calls with a lease (busybox, examples/udhcp): address, routes, name servers.
case $1 in
deconfig)
    ip link set "$interface" up
    ;;
bound | renew)
    ip -4 addr flush dev "$interface"
    ip addr add "$ip/${mask:-24}" dev "$interface"
    [ -n "$mtu" ] && ip link set "$interface" mtu "$mtu"
    if [ -n "$staticroutes" ]; then
        set -- $staticroutes
        while [ -n "$2" ]; do
            if [ "$2" = 0.0.0.0 ]; then ip route replace "$1" dev "$interface"; else ip route replace "$1" via "$2" dev "$interface" onlink; fi
            shift 2
        done
    else
        for gateway in $router; do ip route replace default via "$gateway" dev "$interface" onlink; done
    fi
    { [ -n "$domain" ] && echo "search $domain"; for server in $dns; do echo "nameserver $server"; done; } >"/run/resolv.$interface"
    cat /run/resolv.* >/etc/resolv.conf
    echo "$interface $ip" >/run/leased
    echo "woad: $interface has $ip" >/dev/console
    ;;
esac
exit 0
