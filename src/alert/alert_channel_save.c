/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_channel_save.h"

#include <sodium.h>

#include "alert/alert_send.h"
#include "base/limits.h"
#include "base/rand.h"
#include "codec/base64.h"
#include "journal/journal.h"
#include "store/vault.h"

/* Standard Webhooks advises 24 to 64 bytes. */
enum { SECRET_BYTES = 32 };
#define TEST_WINDOW_US (600 * CLOCK_SECOND_US)

static struct text seal(
    const struct alert_channel_change *change, const char *what, struct text plain)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    vault_seal(
        change->vault, alert_send_purpose(change->channel.id, what, change->arena), plain, &out);
    struct text sealed = arena_text(change->arena, buf_text(&out));
    buf_done(&out);
    return sealed;
}

/* The secret's bytes are kept; people get them as Standard Webhooks writes them. */
static void make_secret(struct alert_channel_change *change)
{
    unsigned char bytes[SECRET_BYTES];
    const struct text plain = {(const char *)bytes, sizeof bytes};
    struct buf out;
    rand_bytes(bytes, sizeof bytes);
    buf_init(&out, SIZE_MAX);
    buf_add_z(&out, "whsec_");
    base64_print(&out, plain);
    change->secret = arena_text(change->arena, buf_text(&out));
    change->channel.secret = seal(change, "secret", plain);
    sodium_memzero(bytes, sizeof bytes);
    sodium_memzero(out.at, out.len);
    buf_done(&out);
}

struct work {
    struct alert_channel_change *change;
    const char *kind;
    bool is_new;
    int64_t version; /* of what was read before the transaction */
};

static bool tell_journal(struct db *db, const struct work *work, struct err *err)
{
    const struct alert_channel *channel = &work->change->channel;
    return journal_add_texts(db,
        &(struct journal_entry){.kind = work->kind,
            .actor_id = work->change->actor_id,
            .team_id = channel->team_id,
            .object_kind = "alert_channel",
            .object_id = channel->id,
            .at_us = work->change->now_us},
        JOURNAL_TEXTS({"name", channel->name}, {"place", channel->place}), err);
}

static bool check_count(struct db *db, const struct work *work, struct err *err)
{
    struct alert_channel *channels;
    size_t count;
    if (!alert_channel_list(
            db, work->change->channel.team_id, work->change->arena, &channels, &count, err))
        return false;
    return count < LIMIT_ALERT_CHANNELS ||
           err_set(err, ERR_LIMIT, "a team has %zu channels at most: take one away first",
               LIMIT_ALERT_CHANNELS);
}

/* Another admin may have changed it meanwhile: theirs must not be undone. */
static bool check_version(struct db *db, const struct work *work, struct err *err)
{
    struct alert_channel now;
    bool is_there;
    if (!alert_channel_get(db, work->change->channel.id, work->change->arena, &now, &is_there, err))
        return false;
    if (!is_there)
        return err_set(err, ERR_NOT_FOUND, "there is no such channel");
    return now.updated_us == work->version ||
           err_set(err, ERR_CONFLICT, "the channel was changed meanwhile: look at it again");
}

static bool save(struct db *db, void *context, struct err *err)
{
    const struct work *work = context;
    const struct alert_channel *channel = &work->change->channel;
    if (!work->is_new && !check_version(db, work, err))
        return false;
    bool is_saved = work->is_new ? check_count(db, work, err) && alert_channel_add(db, channel, err)
                                 : alert_channel_write(db, channel, err);
    return is_saved && outbox_release(db, ALERT_CHANNEL, channel->id, work->change->now_us, err) &&
           tell_journal(db, work, err);
}

bool alert_channel_save(
    struct db *db, struct alert_channel_change *change, const char *kind, struct err *err)
{
    struct alert_channel *channel = &change->channel;
    struct work work = {change, kind, channel->id == 0, channel->updated_us};
    if (work.is_new) {
        channel->id = rand_id(change->now_us);
        channel->created_by = change->actor_id;
        channel->created_us = change->now_us;
    }
    channel->updated_by = change->actor_id;
    channel->updated_us = change->now_us;
    if (change->address.len)
        channel->address = seal(change, "address", change->address);
    if (change->renews_secret || (work.is_new && channel->kind == ALERT_CHANNEL_WEBHOOK))
        make_secret(change);
    return arena_check(change->arena, err) && db_transact(db, save, &work, err);
}

static bool delete_it(struct db *db, void *context, struct err *err)
{
    const struct work *work = context;
    return alert_channel_delete(db, &work->change->channel, work->change->now_us, err) &&
           tell_journal(db, work, err);
}

bool alert_channel_save_deleted(struct db *db, struct alert_channel_change *change, struct err *err)
{
    return db_transact(db, delete_it, &(struct work){change, "channel.deleted", false, 0}, err);
}

/* -- the test -- */

struct testing {
    const struct alert_channel *channel;
    struct text time_zone, key;
    int64_t now_us;
};

static bool add_test(struct db *db, void *context, struct err *err)
{
    const struct testing *testing = context;
    const struct alert_channel *channel = testing->channel;
    int64_t count, all_count;
    char link[64];
    if (!alert_channel_count_tests(
            db, channel, testing->now_us - TEST_WINDOW_US, &count, &all_count, err))
        return false;
    if (all_count >= (int64_t)LIMIT_ALERT_TESTS_OF_ALL)
        return err_set(err, ERR_RATE,
            "the channels of a team, and of one person, are tested %zu times in ten minutes at most",
            LIMIT_ALERT_TESTS_OF_ALL);
    if (count >= (int64_t)LIMIT_ALERT_TESTS)
        return err_set(err, ERR_RATE, "a channel is tested %zu times in ten minutes at most",
            LIMIT_ALERT_TESTS);
    snprintf(link, sizeof link, "/teams/%lld/channels", (long long)channel->team_id);
    const struct alert_message message = {.kind = ALERT_TEST,
        .team_id = channel->team_id,
        .team = channel->team_name,
        .time_zone = testing->time_zone,
        .at_us = testing->now_us,
        .priority = -1,
        .epss_millionths = -1,
        .cvss_tenths = -1,
        .link = text_of(link)};
    return alert_channel_tell(db, channel, &message, testing->key, testing->now_us, err);
}

bool alert_channel_save_test(struct db *db, const struct alert_channel *channel,
    struct text time_zone, struct text key, int64_t now_us, struct err *err)
{
    struct testing testing = {channel, time_zone, key, now_us};
    return db_transact(db, add_test, &testing, err);
}
