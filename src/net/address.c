/* SPDX-License-Identifier: Apache-2.0 */
#include "net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

enum { IPV4_BITS = 32, IPV6_BITS = 128, MAPPED_BITS = IPV6_BITS - IPV4_BITS };

static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};

/* What is not the public Internet's (IANA's special-purpose registries), or leads to an IPv4 address that we would not see. */
static const char *const special[] = {
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
};

static bool read_address(struct text t, unsigned char at[16], bool *ret_is_v4)
{
    char z[INET6_ADDRSTRLEN];
    if (t.len == 0 || t.len >= sizeof z)
        return false;
    memcpy(z, t.at, t.len);
    z[t.len] = '\0';
    *ret_is_v4 = inet_pton(AF_INET, z, at + sizeof mapped) == 1;
    if (*ret_is_v4)
        memcpy(at, mapped, sizeof mapped);
    return *ret_is_v4 || inet_pton(AF_INET6, z, at) == 1;
}

bool address_net_read(struct address_net *ret_net, struct text t, struct err *err)
{
    struct address_net net;
    struct text rest = t, address = text_cut(&rest, '/');
    bool is_v4 = false;
    uint64_t bits = IPV6_BITS;
    if (!read_address(address, net.bytes, &is_v4))
        return err_set(
            err, ERR_USAGE, "%.*s: not a net such as 10.0.0.0/8 or fd00::/8", TEXT_ARG(t));
    if (rest.at && (!text_read_u64(rest, &bits) || bits > (is_v4 ? IPV4_BITS : IPV6_BITS)))
        return err_set(
            err, ERR_USAGE, "%.*s: /%.*s is no length of a prefix", TEXT_ARG(t), TEXT_ARG(rest));
    net.bits = (unsigned)bits + (rest.at && is_v4 ? MAPPED_BITS : 0);
    *ret_net = net;
    return true;
}

static bool read_sockaddr(const struct sockaddr *address, unsigned char at[16])
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        memcpy(at, mapped, sizeof mapped);
        memcpy(at + sizeof mapped, &in.sin_addr, sizeof in.sin_addr);
    } else if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof in);
        memcpy(at, &in.sin6_addr, sizeof in.sin6_addr);
    } else {
        return false;
    }
    return true;
}

static bool is_in_net(const struct address_net *net, const unsigned char bytes[16])
{
    size_t whole = net->bits / 8, rest = net->bits % 8;
    if (memcmp(net->bytes, bytes, whole) != 0)
        return false;
    return rest == 0 || (net->bytes[whole] ^ bytes[whole]) >> (8 - rest) == 0;
}

bool address_is_in(const struct address_net *nets, size_t count, const struct sockaddr *address)
{
    unsigned char bytes[16];
    if (!read_sockaddr(address, bytes))
        return false;
    for (size_t i = 0; i < count; i++)
        if (is_in_net(&nets[i], bytes))
            return true;
    return false;
}

bool address_is_public(const struct sockaddr *address)
{
    unsigned char bytes[16];
    if (!read_sockaddr(address, bytes))
        return false;
    /* Of IPv6, only 2000::/3 is given out; NAT64, mapped and compatible addresses, ULA and the like lie elsewhere. */
    if (memcmp(bytes, mapped, sizeof mapped) != 0 && bytes[0] >> 5 != 1)
        return false;
    for (size_t i = 0; i < LEN_OF(special); i++) {
        struct address_net net;
        if (!address_net_read(&net, text_of(special[i]), NULL) || is_in_net(&net, bytes))
            return false;
    }
    return true;
}

unsigned address_port(const struct sockaddr *address)
{
    /* The port stands at the same place in both. */
    struct sockaddr_in in;
    if (address->sa_family != AF_INET && address->sa_family != AF_INET6)
        return 0;
    memcpy(&in, address, sizeof in);
    return ntohs(in.sin_port);
}
