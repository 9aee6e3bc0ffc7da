/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/checkpoint.h"

#include <sodium.h>

#include "base/limits.h"
#include "codec/base64.h"

/* U+2014 and a space: what a line of a signature begins with. */
#define DASH "\xe2\x80\x94 "
/* The kind of an Ed25519 signature, and of its key. */
enum { KIND_ED25519 = 1 };

struct text checkpoint_origin(struct text url, struct arena *arena)
{
    ptrdiff_t scheme = text_find_text(url, TEXT("://"));
    struct text host = scheme < 0 ? url : text_from(url, (size_t)scheme + 3);
    host = text_cut(&host, '/');
    return arena_format(arena, "%.*s/journal", TEXT_ARG(host));
}

void checkpoint_key_id(struct text name, const unsigned char key[JWS_ED25519_BYTES],
    unsigned char ret_id[CHECKPOINT_KEY_ID_SIZE])
{
    static const char kind[] = {'\n', KIND_ED25519};
    unsigned char digest[SHA256_SIZE];
    struct sha256 *hash = sha256_new();
    sha256_add(hash, name);
    sha256_add(hash, (struct text){kind, sizeof kind});
    sha256_add(hash, (struct text){(const char *)key, JWS_ED25519_BYTES});
    sha256_end(hash, digest);
    memcpy(ret_id, digest, CHECKPOINT_KEY_ID_SIZE);
}

static void print_base64(
    struct buf *out, const unsigned char *first, size_t first_len, struct text second)
{
    struct buf bytes;
    buf_init(&bytes, SIZE_MAX);
    buf_add(&bytes, (struct text){(const char *)first, first_len});
    buf_add(&bytes, second);
    base64_print(out, buf_text(&bytes));
    buf_done(&bytes);
}

void checkpoint_print_key(
    struct buf *out, struct text name, const unsigned char key[JWS_ED25519_BYTES])
{
    unsigned char id[CHECKPOINT_KEY_ID_SIZE];
    const unsigned char kind = KIND_ED25519;
    checkpoint_key_id(name, key, id);
    buf_format(out, "%.*s+%02x%02x%02x%02x+", TEXT_ARG(name), id[0], id[1], id[2], id[3]);
    print_base64(out, &kind, 1, (struct text){(const char *)key, JWS_ED25519_BYTES});
}

void checkpoint_print(struct buf *out, struct text origin, const struct journal_head *head,
    const struct jws_key *key, const unsigned char public_bytes[JWS_ED25519_BYTES])
{
    unsigned char id[CHECKPOINT_KEY_ID_SIZE];
    struct buf signature;
    size_t from = out->len;
    buf_format(out, "%.*s\n%lld\n", TEXT_ARG(origin), (long long)head->size);
    base64_print(out, (struct text){(const char *)head->root.at, sizeof head->root.at});
    buf_add_char(out, '\n');
    buf_init(&signature, SIZE_MAX);
    jws_key_sign(&signature, key, text_from(buf_text(out), from));
    checkpoint_key_id(origin, public_bytes, id);
    buf_format(out, "\n" DASH "%.*s ", TEXT_ARG(origin));
    print_base64(out, id, sizeof id, buf_text(&signature));
    buf_add_char(out, '\n');
    buf_done(&signature);
}

/* -- reading -- */

/* The text ends where the last empty line begins: signed-note, "Format". */
static bool split(struct checkpoint *checkpoint, struct text note)
{
    if (note.len > LIMIT_CHECKPOINT_BYTES || text_find_bad_utf8(note) >= 0 ||
        !text_ends(note, TEXT("\n")))
        return false;
    for (size_t at = note.len; at >= 2; at--)
        if (note.at[at - 1] == '\n' && note.at[at - 2] == '\n') {
            checkpoint->body = text_slice(note, 0, at - 1);
            checkpoint->signatures = text_from(note, at);
            return true;
        }
    return false;
}

/* tlog-checkpoint: no leading zeroes. */
static bool read_size(struct text line, int64_t *ret_size)
{
    bool is_plain =
        line.len == 1 || (!text_starts(line, TEXT("0")) && !text_starts(line, TEXT("-")));
    return is_plain && text_read_i64(line, ret_size);
}

static bool read_root(struct text line, struct merkle_hash *ret_root)
{
    struct buf bytes;
    buf_init(&bytes, sizeof ret_root->at);
    bool is_root = base64_read(&bytes, line) && bytes.len == sizeof ret_root->at && !bytes.is_over;
    if (is_root)
        memcpy(ret_root->at, bytes.at, bytes.len);
    buf_done(&bytes);
    return is_root;
}

bool checkpoint_read(struct checkpoint *ret_checkpoint, struct text note, struct err *err)
{
    struct checkpoint checkpoint = {0};
    if (note.len > LIMIT_CHECKPOINT_BYTES)
        return err_set(
            err, ERR_LIMIT, "checkpoint: is longer than %zu bytes", LIMIT_CHECKPOINT_BYTES);
    if (!split(&checkpoint, note))
        return err_set(err, ERR_SYNTAX, "checkpoint: is no signed note");
    struct text rest = checkpoint.body;
    checkpoint.origin = text_cut(&rest, '\n');
    struct text size = text_cut(&rest, '\n'), root = text_cut(&rest, '\n');
    if (!checkpoint.origin.len || !read_size(size, &checkpoint.head.size) ||
        !read_root(root, &checkpoint.head.root))
        return err_set(err, ERR_SYNTAX, "checkpoint: is not an origin, a size and a root");
    *ret_checkpoint = checkpoint;
    return true;
}

/* "— NAME BASE64": the id of the key, then the signature. */
static bool line_is_by(struct text line, struct text body, struct text name,
    const unsigned char id[CHECKPOINT_KEY_ID_SIZE], const unsigned char *key)
{
    struct buf bytes;
    if (!text_starts(line, TEXT(DASH)))
        return false;
    line = text_from(line, sizeof DASH - 1);
    if (!text_eq(text_cut(&line, ' '), name) || !line.at)
        return false;
    buf_init(&bytes, CHECKPOINT_KEY_ID_SIZE + crypto_sign_BYTES);
    bool is_by =
        base64_read(&bytes, line) && !bytes.is_over &&
        bytes.len == CHECKPOINT_KEY_ID_SIZE + crypto_sign_BYTES &&
        memcmp(bytes.at, id, CHECKPOINT_KEY_ID_SIZE) == 0 &&
        crypto_sign_verify_detached((const unsigned char *)bytes.at + CHECKPOINT_KEY_ID_SIZE,
            (const unsigned char *)body.at, body.len, key) == 0;
    buf_done(&bytes);
    return is_by;
}

bool checkpoint_note_is_signed(struct text body, struct text signatures, struct text name,
    const unsigned char key[JWS_ED25519_BYTES])
{
    unsigned char id[CHECKPOINT_KEY_ID_SIZE];
    checkpoint_key_id(name, key, id);
    while (signatures.at)
        if (line_is_by(text_cut(&signatures, '\n'), body, name, id, key))
            return true;
    return false;
}

bool checkpoint_is_signed(
    const struct checkpoint *checkpoint, const unsigned char key[JWS_ED25519_BYTES])
{
    return checkpoint_note_is_signed(
        checkpoint->body, checkpoint->signatures, checkpoint->origin, key);
}
