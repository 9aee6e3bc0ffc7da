/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/credential_proof.h"

#include "codec/json.h"
#include "journal/checkpoint.h"
#include "journal/journal_list.h"
#include "journal/journal_proof.h"

/* Who may see the badge was asked before. */
static const struct journal_reader everybody = {0};

void credential_proof_print_context(struct buf *out)
{
    json_print_open(out, '{');
    json_print_member_open(out, INCLUSION_TERM, '{');
    json_print_member_z(out, "@id", "urn:kenzen:inclusionProof");
    json_print_member_z(out, "@type", "@json");
    json_print_close(out, '}');
    json_print_close(out, '}');
}

bool credential_proof_place(const struct credential_issuer *issuer, struct badge_entry *entry,
    struct arena *arena, struct err *err)
{
    struct journal_view view;
    struct merkle_hash leaf;
    if (entry->seq >= 0 && entry->leaf.len == sizeof leaf.at)
        return true;
    if (!journal_tree_place_all(issuer->db, issuer->now_us, err) ||
        !journal_list_find(issuer->db, &everybody, entry->id, arena, &view, err))
        return false;
    journal_leaf_hash(&view.row, &leaf);
    entry->seq = view.row.seq;
    entry->leaf = arena_text(arena, (struct text){(const char *)leaf.at, sizeof leaf.at});
    return arena_check(arena, err);
}

static bool print_checkpoint(struct buf *out, const struct credential_issuer *issuer,
    const struct journal_head *head, struct arena *arena, struct err *err)
{
    struct signing_key key;
    unsigned char bytes[JWS_ED25519_BYTES];
    struct buf note;
    if (!signing_key_take(
            &key, issuer->db, issuer->vault, SIGNING_LOG, JWK_EDDSA, issuer->now_us, arena, err))
        return false;
    bool is_ok = signing_key_bytes(key.jwk, bytes) ||
                 err_set(err, ERR_SYSTEM, "the key of the log is damaged");
    buf_init(&note, SIZE_MAX);
    if (is_ok) {
        checkpoint_print(&note, checkpoint_origin(issuer->url, arena), head, key.key, bytes);
        json_print_member(out, "checkpoint", buf_text(&note));
    }
    buf_done(&note);
    signing_key_done(&key);
    return is_ok;
}

static bool print_open(struct buf *out, const struct credential_issuer *issuer, int64_t entry_id,
    struct arena *arena, struct err *err)
{
    struct journal_view view;
    struct buf text;
    char hex[SHA256_HEX_SIZE];
    if (!journal_list_find(issuer->db, &everybody, entry_id, arena, &view, err))
        return false;
    buf_init(&text, SIZE_MAX);
    journal_leaf_print(&text, &view.row);
    json_print_member(out, "text", buf_text(&text));
    buf_done(&text);
    json_print_member_z(
        out, "secret", sha256_print((const unsigned char *)view.row.secret.at, hex));
    return true;
}

static bool print_proof(struct buf *out, const struct credential_issuer *issuer,
    const struct badge_entry *entry, bool is_open, struct arena *arena, struct err *err)
{
    int64_t seq = entry->seq;
    char hex[SHA256_HEX_SIZE];
    struct journal_head head;
    struct merkle_hash path[MERKLE_PROOF_MAX];
    size_t count;
    if (!journal_tree_first_head(issuer->db, seq, &head, err) ||
        !journal_tree_inclusion(issuer->db, seq, head.size, path, &count, err))
        return false;
    json_print_member_open(out, INCLUSION_TERM, '{');
    json_print_member_z(out, "leaf", sha256_print((const unsigned char *)entry->leaf.at, hex));
    json_print_member_int(out, "seq", seq);
    json_print_member_int(out, "size", head.size);
    journal_proof_print_path(out, "path", path, count);
    if (!print_checkpoint(out, issuer, &head, arena, err) ||
        (is_open && !print_open(out, issuer, entry->id, arena, err)))
        return false;
    json_print_close(out, '}');
    return true;
}

bool credential_proof_print(struct buf *out, const struct credential_issuer *issuer,
    const struct badge_entry *entry, bool is_open, struct arena *arena, struct err *err)
{
    char hex[SHA256_HEX_SIZE];
    sha256_print((const unsigned char *)entry->leaf.at, hex);
    json_print_member_open(out, "evidence", '[');
    json_print_open(out, '{');
    json_print_member(out, "id",
        arena_format(arena, "%.*s/api/v1/public/log/proof?leaf=%s", TEXT_ARG(issuer->url), hex));
    json_print_member_open(out, "type", '[');
    json_print_text(out, TEXT("Evidence"));
    json_print_close(out, ']');
    json_print_member_z(out, "name", "Entry in the journal");
    json_print_member_z(out, "description",
        "The issue of this badge is an entry of an append-only Merkle log; this is its place, and the proof of it.");
    if (!print_proof(out, issuer, entry, is_open, arena, err))
        return false;
    json_print_close(out, '}');
    json_print_close(out, ']');
    return true;
}
