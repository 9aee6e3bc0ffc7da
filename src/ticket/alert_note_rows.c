/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/alert_note.h"

#include "base/vec.h"
#include "codec/json.h"
#include "domain/ssvc.h"
#include "store/db_batch.h"

/* Whether a change of the decision is one upwards. */
static bool is_raised(struct text detail)
{
    struct json doc = {0};
    struct err err;
    int from, to;
    if (!json_read(&doc, detail, &err))
        return false;
    bool is = ssvc_read("decision", json_get_text(json_root(&doc), "from"), &from) &&
              ssvc_read("decision", json_get_text(json_root(&doc), "to"), &to) && to > from;
    json_done(&doc);
    return is;
}

/* A person who reopens a ticket, or takes back what closed it, knows of it: such an event says from which state. */
static unsigned what_of_reopened(struct text detail)
{
    struct json doc = {0};
    struct err err;
    if (!json_read(&doc, detail, &err))
        return 0;
    yyjson_val *root = json_root(&doc);
    bool is_by_person = json_get(root, "from") && json_get(root, "to");
    bool is_expired = text_is(json_get_text(root, "cause"), "accepted");
    json_done(&doc);
    if (is_by_person)
        return 0;
    return is_expired ? ALERT_NOTE_EXPIRED : ALERT_NOTE_REOPENED;
}

static unsigned what_of(const struct ticket_event *event)
{
    if (strcmp(event->kind, "opened") == 0)
        return ALERT_NOTE_OPENED | (event->account_id ? ALERT_NOTE_UPLOAD : 0);
    if (strcmp(event->kind, "reopened") == 0)
        return what_of_reopened(event->detail);
    if (strcmp(event->kind, "decision_changed") == 0 && is_raised(event->detail))
        return ALERT_NOTE_RAISED;
    if (strcmp(event->kind, "exploited") == 0)
        return ALERT_NOTE_EXPLOITED;
    return 0;
}

bool alert_note_of(const struct ticket_event *event, struct alert_note *ret_note)
{
    unsigned what = what_of(event);
    if (!what)
        return false;
    *ret_note = (struct alert_note){.team_id = event->team_id,
        .part_id = event->part_id,
        .ticket_id = event->ticket_id,
        .seq = event->seq,
        .at_us = event->at_us,
        .what = what};
    return true;
}

/* -- many at once -- */

/* Openings in one part at one time. */
struct opening {
    struct alert_note note;
    size_t count;
};

struct noting {
    struct {
        VEC(struct opening);
    } openings;
    struct {
        VEC(struct alert_note);
    } notes;
};

/* Events of one part stand together, so the last ones are looked at first. */
static struct opening *opening_of(struct noting *noting, const struct alert_note *note)
{
    for (size_t i = noting->openings.len; i > 0; i--) {
        struct opening *opening = &noting->openings.at[i - 1];
        if (opening->note.part_id == note->part_id && opening->note.at_us == note->at_us)
            return opening;
    }
    struct opening *opening = VEC_ADD(&noting->openings);
    *opening = (struct opening){.note = *note};
    opening->note.ticket_id = 0;
    opening->note.seq = note->at_us;
    return opening;
}

static bool is_opened(const struct alert_note *note)
{
    return (note->what & ALERT_NOTE_OPENED) != 0;
}

static void collect(struct noting *noting, const struct ticket_event *events, size_t count)
{
    struct alert_note note;
    for (size_t i = 0; i < count; i++)
        if (alert_note_of(&events[i], &note)) {
            *VEC_ADD(&noting->notes) = note;
            if (is_opened(&note))
                opening_of(noting, &note)->count++;
        }
}

/* Leaves the notes of parts that have too many out, and adds one for each such part. */
static void fold(struct noting *noting)
{
    size_t kept = 0;
    for (size_t i = 0; i < noting->notes.len; i++) {
        struct alert_note note = noting->notes.at[i];
        if (!is_opened(&note) || opening_of(noting, &note)->count <= ALERT_NOTE_SINGLE_MAX)
            noting->notes.at[kept++] = note;
    }
    noting->notes.len = kept;
    for (size_t i = 0; i < noting->openings.len; i++)
        if (noting->openings.at[i].count > ALERT_NOTE_SINGLE_MAX)
            *VEC_ADD(&noting->notes) = noting->openings.at[i].note;
}

static bool write(struct db *db, const struct noting *noting, struct err *err)
{
    struct db_batch batch;
    bool is_ok = true;
    db_batch_init(&batch, db,
        "INSERT INTO alert_note (team_id, part_id, ticket_id, seq, at_us, what) VALUES", 6,
        "ON CONFLICT (part_id, ticket_id, seq) DO NOTHING");
    for (size_t i = 0; is_ok && i < noting->notes.len; i++) {
        const struct alert_note *note = &noting->notes.at[i];
        const struct db_value values[] = {DB_INT(note->team_id), DB_INT(note->part_id),
            DB_INT(note->ticket_id), DB_INT(note->seq), DB_INT(note->at_us), DB_INT(note->what)};
        is_ok = db_batch_add(&batch, values, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}

bool alert_note_tell(
    struct db *db, const struct ticket_event *events, size_t count, struct err *err)
{
    struct noting noting = {0};
    collect(&noting, events, count);
    fold(&noting);
    bool is_ok = write(db, &noting, err);
    VEC_DONE(&noting.openings);
    VEC_DONE(&noting.notes);
    return is_ok;
}
