/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_verify_cmd.h"

#include <unistd.h>

#include "badge/badge.h"
#include "badge/badge_fetch.h"
#include "badge/badge_verify_nft.h"
#include "badge/bake.h"
#include "badge/did.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "chain/rpc_cmd.h"
#include "codec/json.h"
#include "journal/head_cmd.h"
#include "net/http_call.h"
#include "sandbox/fetch.h"

struct verifying {
    const struct cmd *cmd;
    struct arena arena;
    struct buf file, did;
    struct journal_head kept;
    struct badge_fetch fetch;
    struct badge_verify_source source;
};

/* -- fetching -- */

static bool is_url(struct text word)
{
    return text_starts(word, TEXT("https://")) || text_starts(word, TEXT("http://"));
}

/* The page that people share stands for the credential beside it. */
static struct text credential_url(struct text url, struct arena *arena)
{
    ptrdiff_t scheme = text_find_text(url, TEXT("://"));
    struct text rest = text_from(url, (size_t)scheme + 3), path = rest;
    struct text host = text_cut(&path, '/');
    if (!text_starts(path, TEXT("b/")))
        return url;
    return arena_format(arena, "%.*s%.*s/api/v1/public/badges/%.*s/credential.jwt",
        TEXT_ARG(text_slice(url, 0, (size_t)scheme + 3)), TEXT_ARG(host),
        TEXT_ARG(text_from(path, 2)));
}

static bool read_badge(struct verifying *v, struct err *err)
{
    struct text word = text_of(v->cmd->words[0]);
    if (!is_url(word))
        return file_read(&v->file, word.at, err);
    if (cmd_has(v->cmd, "offline"))
        return err_set(err, ERR_USAGE, "%s: is not fetched with --offline", word.at);
    badge_fetch_trust(&v->fetch, word);
    return badge_fetch_get(&v->fetch, credential_url(word, &v->arena), &v->file, err);
}

/* -- options -- */

static bool read_options(struct verifying *v, struct err *err)
{
    const char *head = cmd_get(v->cmd, "head"), *did = cmd_get(v->cmd, "did");
    struct fetch_options nets = {0};
    if (!fetch_read_nets(v->cmd, &v->arena, &nets, err))
        return false;
    v->fetch.allowed = nets.allowed;
    v->fetch.allowed_count = nets.allowed_count;
    if (head && !head_cmd_read(head, &v->kept, err))
        return false;
    if (head)
        v->source.kept = &v->kept;
    if (did && !file_read(&v->did, did, err))
        return false;
    v->source.did = buf_text(&v->did);
    v->source.context = &v->fetch;
    v->source.get = cmd_has(v->cmd, "offline") ? NULL : badge_fetch_get;
    return true;
}

/* The issuer by its DID, or by the address of its server. Whoever runs the command has named it. Empty when nobody has. */
static struct text issuer_of(struct verifying *v)
{
    struct text given = text_of(cmd_get(v->cmd, "issuer")), server;
    struct text did = is_url(given) ? did_of_url(given, &v->arena) : given;
    if (did_server(did, &v->arena, &server, NULL))
        badge_fetch_trust(&v->fetch, server);
    return did;
}

/* -- an NFT -- */

static bool verify_nft(struct verifying *v, struct badge_report *ret_report, struct err *err)
{
    struct badge_verify_nft nft;
    struct rpc rpc = {.arena = &v->arena};
    if (cmd_has(v->cmd, "offline"))
        return err_set(err, ERR_USAGE, "--offline: an NFT is looked up on its chain");
    return badge_verify_nft_read(&nft, text_of(v->cmd->words[0]), err) &&
           rpc_cmd_read(v->cmd, &rpc, err) &&
           badge_verify_nft(ret_report, &nft, &rpc, issuer_of(v), &v->source, &v->arena, err);
}

static bool verify_file(struct verifying *v, struct badge_report *ret_report, struct err *err)
{
    v->source.issuer = issuer_of(v);
    return read_badge(v, err) && (badge_verify(ret_report, buf_text(&v->file), &v->source,
                                      clock_now_us(), &v->arena, err) ||
                                     err_add(err, "%s", v->cmd->words[0]));
}

/* -- telling -- */

static void print_line(struct buf *out, const char *name, struct text value)
{
    if (!value.len)
        return;
    buf_format(out, "%-13s", name);
    buf_add_plain(out, value);
    buf_add_char(out, '\n');
}

static const struct {
    const char *said;
    int exit_code;
} outcomes[] = {
    [BADGE_GENUINE] = {"the badge is genuine, as far as it was checked\n", 0},
    [BADGE_GENUINE_THEN] =
        {"the badge is genuine, as far as it was checked; whether it was revoked was not asked for\n",
            0},
    [BADGE_PERHAPS_REVOKED] =
        {"the badge is NOT verified: all else holds, but it is not known whether it was revoked; --offline accepts that\n",
            4},
    [BADGE_NOT_VERIFIED] = {"the badge is NOT verified\n", 1},
};

/* Who vouches for their own work is told to have: such a badge is as genuine as others. */
static struct text vouching(struct text certifier)
{
    return text_is(certifier, badge_certifier_word(ACTION_MYSELF))
               ? TEXT("the holder alone (self-certified)")
               : certifier;
}

static void print_report(struct buf *out, const struct badge_report *report)
{
    static const char *const signs[] = {"ok", "FAIL", "-"};
    print_line(out, "badge", report->name);
    print_line(out, "achievement", report->achievement);
    print_line(out, "issuer", report->issuer);
    print_line(out, "vouched by", vouching(report->certifier));
    print_line(out, "issued", report->valid_from);
    for (size_t i = 0; i < report->count; i++) {
        const struct badge_check *check = &report->checks[i];
        buf_format(out, "%-5s%-13s", signs[check->verdict], check->name);
        buf_add_plain(out, check->detail);
        buf_add_char(out, '\n');
    }
    buf_add_z(out, outcomes[badge_verify_outcome(report)].said);
}

static void print_json(struct buf *out, const struct badge_report *report)
{
    json_print_open(out, '{');
    json_print_member_bool(out, "is_verified", badge_verify_is_good(report));
    json_print_member_bool(out, "is_revocation_known", !report->is_status_unknown);
    json_print_member_or_null(out, "id", report->id);
    json_print_member_or_null(out, "name", report->name);
    json_print_member_or_null(out, "achievement", report->achievement);
    json_print_member_or_null(out, "issuer", report->issuer);
    json_print_member_or_null(out, "certifier", report->certifier);
    json_print_member_or_null(out, "valid_from", report->valid_from);
    json_print_member_or_null(out, "valid_until", report->valid_until);
    json_print_member_or_null(out, "leaf", report->leaf);
    json_print_member_open(out, "checks", '[');
    for (size_t i = 0; i < report->count; i++) {
        json_print_open(out, '{');
        json_print_member_z(out, "name", report->checks[i].name);
        json_print_member_z(out, "verdict", badge_verdict_word(report->checks[i].verdict));
        json_print_member(out, "detail", report->checks[i].detail);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}

static bool verify(struct verifying *v, enum badge_outcome *ret_outcome, struct err *err)
{
    struct badge_report report;
    struct buf out;
    if (!cmd_check_words(v->cmd, 1, 1, err) || !read_options(v, err) ||
        !(badge_verify_nft_is(text_of(v->cmd->words[0])) ? verify_nft(v, &report, err)
                                                         : verify_file(v, &report, err)))
        return false;
    buf_init(&out, SIZE_MAX);
    if (cmd_has(v->cmd, "json"))
        print_json(&out, &report);
    else
        print_report(&out, &report);
    fwrite(out.at, 1, out.len, stdout);
    buf_done(&out);
    *ret_outcome = badge_verify_outcome(&report);
    return true;
}

static int run(const struct cmd *cmd)
{
    struct verifying v = {.cmd = cmd};
    struct err err;
    enum badge_outcome outcome = BADGE_NOT_VERIFIED;
    arena_init(&v.arena, SIZE_MAX);
    buf_init(&v.file, LIMIT_BAKED_BYTES);
    buf_init(&v.did, LIMIT_DID_BYTES);
    bool is_done = verify(&v, &outcome, &err);
    buf_done(&v.did);
    buf_done(&v.file);
    arena_done(&v.arena);
    return is_done ? outcomes[outcome].exit_code : cmd_fail(&err);
}

static const struct cmd_option options[] = {
    {"did", "FILE", "the issuer's did.json, instead of fetching it", 0},
    {"head", "HEAD",
        "a head of the issuer's journal that was kept: SIZE:ROOT, or a file with it or a checkpoint",
        0},
    {"rpc", "URL",
        "of an NFT: a node of its chain; may be given several times, and they are compared", 0},
    {"issuer", "URL",
        "the server, or the did:web, whose badge it must be; an NFT's evidence is in its journal",
        0},
    {"offline", NULL, "fetch nothing, and do without knowing whether it was revoked", 0},
    FETCH_ALLOW_NET_OPTION,
    {"json", NULL, "print JSON", 0},
    {0},
};

const struct cmd_row badge_verify_cmd = {
    .name = "badge verify",
    .args = "FILE|URL|NFT",
    .brief = "verify a badge without its server's database",
    .help =
        "FILE is a credential (JWT), or an SVG or PNG picture with one in it; URL gives such a file, or is the page of a\n"
        "shared badge; NFT is CHAIN:CONTRACT:TOKEN, whose holder and commitments are asked of the nodes. Each check is told:\n"
        "pass, fail, or not checked and why. Exit code 0 when form, issuer and signature hold (of an NFT: chain, holder,\n"
        "commitments and their place in the journal) and nothing fails, 1 when not, 2 when there is no credential, 4 when all\n"
        "holds but whether it was revoked could not be found out. A server that only the badge names is called when it stands on\n"
        "the public Internet; --allow-net lets others be.",
    .options = options,
    .run = run,
};
