/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses of the network: which of them are the public Internet's, and nets as an administrator writes them.
   Example: address_net_read(&net, TEXT("10.1.0.0/16"), err); address_is_in(&net, 1, peer) */
#ifndef NET_ADDRESS_H
#define NET_ADDRESS_H

#include <sys/socket.h>

#include "base/err.h"
#include "base/text.h"

/* IPv4 is kept as IPv6 has it, ::ffff:a.b.c.d, so that one written in either way is the same. */
struct address_net {
    unsigned char bytes[16];
    unsigned bits; /* of 128 that must be equal */
};

/* Reads "10.0.0.0/8", "fd00::/8", or one address. Fails with ERR_USAGE. */
MUST_USE bool address_net_read(struct address_net *ret_net, struct text t, struct err *err);

/* Returns whether an address is in one of the nets. One of a family that is neither IPv4 nor IPv6 is in none. */
bool address_is_in(const struct address_net *nets, size_t count, const struct sockaddr *address);

/* Returns whether an address is one that anybody on the Internet can have: no loopback, private, shared (RFC 6598), link-local,
   multicast, documentation or reserved one (the special-purpose registries of IANA, RFC 6890), also when IPv4 is wrapped in IPv6. */
bool address_is_public(const struct sockaddr *address);

/* Returns the port in host order; 0 for another family. */
unsigned address_port(const struct sockaddr *address);

#endif
