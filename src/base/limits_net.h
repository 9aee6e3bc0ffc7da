/* SPDX-License-Identifier: Apache-2.0 */
/* The limits on what comes over a connection, and on the worker that reads it: the second half of base/limits.h, which is what
   one includes. Example: LIMIT_HTTP_BODY_BYTES */
#ifndef BASE_LIMITS_NET_H
#define BASE_LIMITS_NET_H

#include <stddef.h>

/* -- HTTP -- */
#define LIMIT_HTTP_BODY_BYTES ((size_t)1 << 20)
#define LIMIT_HTTP_PAGE ((size_t)200)
/* Request line and headers together; browsers stop near 8 KiB of cookies. */
#define LIMIT_HTTP_HEAD_BYTES ((size_t)32 << 10)
#define LIMIT_HTTP_TARGET_BYTES ((size_t)8 << 10)
#define LIMIT_HTTP_HEADERS ((size_t)64)
/* Fields of a form with a file: Dependency-Track's clients send up to 10. */
#define LIMIT_MULTIPART_PARTS ((size_t)100)
/* The headers of one of them. */
#define LIMIT_MULTIPART_HEAD_BYTES ((size_t)8 << 10)
/* What is read and dropped of a body that is refused, so that its sender hears why; then the connection is cut. */
#define LIMIT_HTTP_DRAIN_BYTES ((size_t)64 << 20)
/* A body must come in at this rate after a first allowance of half a minute, or its connection is cut. */
#define LIMIT_HTTP_SLOWEST_BYTES_PER_SECOND ((size_t)8 << 10)
/* Streams of events are among them, and each takes little. */
#define LIMIT_HTTP_CONNECTIONS ((size_t)4096)
/* Streams of events: of one account, which has a tab open here and there, and in all; bytes that wait for one that listens slowly. */
#define LIMIT_STREAMS_OF_ACCOUNT ((size_t)20)
#define LIMIT_STREAMS ((size_t)2000)
#define LIMIT_STREAM_BYTES ((size_t)64 << 10)
/* What people type as the name of an account, team, service, part or token. */
#define LIMIT_API_NAME_BYTES ((size_t)200)
/* A description or a note. */
#define LIMIT_API_TEXT_BYTES ((size_t)10000)
/* How often one comment names people at all: a name is longer than what stands for it. */
#define LIMIT_MENTIONS_REPEATED ((size_t)100)
/* Events that one reply tells of a ticket, the newest: whoever may comment must not be able to make it too large to be shown. */
#define LIMIT_TICKET_EVENTS ((size_t)1000)
/* Days for which a risk can be accepted at once: what nobody has to look at for longer is forgotten. */
#define LIMIT_ACCEPT_DAYS ((size_t)732)
/* Memory of one request beside an upload. */
#define LIMIT_REQUEST_ARENA ((size_t)64 << 20)

/* -- calls of other servers, in the role "fetch" -- */
/* Body of a reply: a page of 100 issues of a tracker with long comments has some 2 MB. */
#define LIMIT_CALL_REPLY_BYTES ((size_t)16 << 20)
/* Its status line and headers; servers behind three proxies send 8 KiB. */
#define LIMIT_CALL_HEAD_BYTES ((size_t)64 << 10)
#define LIMIT_CALL_HEADERS ((size_t)64)
/* For one call from its first look-up to its last byte; who waits longer had better ask again later. */
#define LIMIT_CALL_SECONDS ((unsigned)100)
/* Nets that an administrator lets be called. */
#define LIMIT_CALL_NETS ((size_t)64)

/* -- mail -- */
/* A mail address in an envelope: a path of 256 bytes without its brackets (RFC 5321, 4.5.3.1.3); and its local part. */
#define LIMIT_MAIL_ADDRESS_BYTES ((size_t)254)
#define LIMIT_MAIL_LOCAL_BYTES ((size_t)64)
/* Whom one message goes to: a server must take 100 (RFC 5321, 4.5.3.1.8). */
#define LIMIT_MAIL_RECIPIENTS ((size_t)50)
/* A subject, and a name before an address; more is cut. */
#define LIMIT_MAIL_SUBJECT_BYTES ((size_t)240)
/* A text, and its HTML: each some 5,000 lines. */
#define LIMIT_MAIL_TEXT_BYTES ((size_t)512 << 10)
/* The whole message, its characters encoded. */
#define LIMIT_MAIL_BYTES ((size_t)4 << 20)
/* What is kept of a server's answer. */
#define LIMIT_MAIL_REPLY_BYTES ((size_t)400)
/* Certificates that a mail server's is checked by: a chain or two in PEM. */
#define LIMIT_MAIL_AUTHORITIES_BYTES ((size_t)64 << 10)

/* -- single sign-on -- */
/* A signed token: those of real providers have some 1,500 bytes, and 15,000 with 200 groups. */
#define LIMIT_JWT_BYTES ((size_t)64 << 10)
/* Keys of one provider; the largest publish some 20 at a time. And the largest number of a key: RSA of 8192 bits. */
#define LIMIT_JWK_KEYS ((size_t)100)
#define LIMIT_JWK_NUMBER_BYTES ((size_t)1024)
/* A word of one's own in a provider's redirect URI, and a list of words: scopes, domains. */
#define LIMIT_OIDC_SLUG_BYTES ((size_t)40)
#define LIMIT_OIDC_WORDS_BYTES ((size_t)2000)
#define LIMIT_OIDC_SECRET_BYTES ((size_t)2000)
#define LIMIT_OIDC_MAX_AGE_SECONDS ((int64_t)365 * 86400)
/* One answer of a provider: its metadata, keys, tokens, what it knows of a person. */
#define LIMIT_OIDC_REPLY_BYTES ((size_t)256 << 10)
/* What a person is called there (OpenID Connect Core 1.0, 2), and groups that are looked at. */
#define LIMIT_OIDC_SUBJECT_BYTES ((size_t)255)
#define LIMIT_OIDC_GROUPS ((size_t)1000)
/* Sign-ins under way, each for a quarter of an hour: a few hundred bytes each. */
#define LIMIT_OIDC_FLOWS ((int64_t)100000)
/* Sessions of one account that are shown; who has more ends them all at once. */
#define LIMIT_SESSIONS ((size_t)100)
/* A password may be a whole verse; hashing takes the same time whatever its length. */
#define LIMIT_PASSWORD_BYTES ((size_t)1024)
/* What is kept of a browser's own name. */
#define LIMIT_USER_AGENT_BYTES ((size_t)300)

/* -- worker -- */
#define LIMIT_WORKER_MEMORY ((size_t)2 << 30)
#define LIMIT_WORKER_SECONDS ((size_t)60)
/* What it hands back; an SBOM as flat bytes is smaller than its JSON. */
#define LIMIT_WORKER_RESULT_BYTES ((size_t)512 << 20)
/* A request or reply to it: a file's name, an error's text. */
#define LIMIT_WORKER_MESSAGE_BYTES ((size_t)64 << 10)

#endif
