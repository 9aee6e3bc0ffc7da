/* SPDX-License-Identifier: Apache-2.0 */
/* Section numbers are CSAF 2.0's. */
#include "vex/csaf.h"

#include "base/limits.h"
#include "vex/csaf_product.h"

/* Section 3.2.3.9. What is recommended has no status by that. */
static const struct {
    const char *key;
    enum vex_status status;
} statuses[] = {
    {"known_not_affected", VEX_NOT_AFFECTED},
    {"first_affected", VEX_AFFECTED},
    {"known_affected", VEX_AFFECTED},
    {"last_affected", VEX_AFFECTED},
    {"first_fixed", VEX_FIXED},
    {"fixed", VEX_FIXED},
    {"under_investigation", VEX_UNDER_INVESTIGATION},
};

/* What is said of some products of a vulnerability, or of all. */
struct remarks {
    struct map of;     /* product_id → its place in texts */
    struct map groups; /* whose products are all in it: the first remark about one counts */
    struct {
        VEC(struct text);
    } texts;
    struct text of_all;
};

/* The products of one status that have the same remarks: one statement. */
struct group {
    struct text label, impact, action;
    struct {
        VEC(yyjson_val *);
    } ids;
};

struct reader {
    struct vex_build *build;
    struct csaf_product_tree tree;
    struct remarks labels, impacts, actions; /* of the vulnerability being read */
    struct {
        VEC(struct group);
    } groups; /* of the status being read */
    struct map group_of;
    struct err *err;
};

bool csaf_is(yyjson_val *root)
{
    yyjson_val *document = json_get(root, "document");
    return yyjson_is_obj(document) &&
           (json_get(document, "csaf_version") || json_get(document, "tracking"));
}

/* -- remarks: flags, threats, remediations -- */

static void clear_remarks(struct remarks *remarks)
{
    map_done(&remarks->of);
    map_done(&remarks->groups);
    VEC_DONE(&remarks->texts);
    *remarks = (struct remarks){0};
}

static struct text remark_of(const struct remarks *remarks, struct text id)
{
    uint32_t number;
    return map_find(&remarks->of, id, &number) ? remarks->texts.at[number] : remarks->of_all;
}

static void note_ids(struct remarks *remarks, yyjson_val *ids, uint32_t number)
{
    yyjson_val *item;
    size_t i, count;
    yyjson_arr_foreach(ids, i, count, item)
    {
        struct text id;
        if (json_text(item, &id))
            map_add(&remarks->of, id, number, NULL);
    }
}

/* Adds a remark about the products and groups that value names; about all when it names none. */
static bool note(struct reader *reader, struct remarks *remarks, yyjson_val *value,
    const struct json_place *at, struct text text)
{
    yyjson_val *ids, *groups, *item;
    size_t i, count;
    if (!json_place_array(json_get(value, "product_ids"), at, "product_ids", &ids, reader->err) ||
        !json_place_array(json_get(value, "group_ids"), at, "group_ids", &groups, reader->err))
        return false;
    if (!ids && !groups) {
        remarks->of_all = remarks->of_all.len ? remarks->of_all : text;
        return true;
    }
    uint32_t number = (uint32_t)remarks->texts.len;
    *VEC_ADD(&remarks->texts) = text;
    note_ids(remarks, ids, number);
    yyjson_arr_foreach(groups, i, count, item)
    {
        struct text id;
        if (json_text(item, &id) && map_add(&remarks->groups, id, number, NULL))
            note_ids(remarks, csaf_product_group(&reader->tree, id), number);
    }
    return true;
}

/* The members of a list that are remarks: wanted is the category that counts, or NULL when each does. */
struct remark_list {
    const char *key, *text_key;
    const char *wanted; /* NULL: each category but */
    const char *unwanted;
};

static bool is_wanted(const struct remark_list *list, struct text category)
{
    if (list->unwanted && text_is(category, list->unwanted))
        return false;
    return !list->wanted || text_is(category, list->wanted);
}

static bool read_remark(struct reader *reader, const struct remark_list *list,
    struct remarks *remarks, yyjson_val *value, const struct json_place *at)
{
    struct text category, text;
    const struct vex_build_member members[] = {
        {"category", LIMIT_NAME_BYTES, &category},
        {list->text_key, LIMIT_VEX_TEXT_BYTES, &text},
    };
    if (!json_place_is_object(value, at, reader->err) ||
        !vex_build_texts(value, at, members, LEN_OF(members), reader->err))
        return false;
    return !text.len || !is_wanted(list, category) || note(reader, remarks, value, at, text);
}

static bool read_remarks(struct reader *reader, const struct remark_list *list,
    struct remarks *remarks, yyjson_val *vulnerability, const struct json_place *up)
{
    const struct json_place place = {.up = up, .key = list->key};
    yyjson_val *array, *item;
    size_t i, count;
    clear_remarks(remarks);
    if (!json_place_array(json_get(vulnerability, list->key), up, list->key, &array, reader->err))
        return false;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &place, .index = i};
        if (!read_remark(reader, list, remarks, item, &at))
            return false;
    }
    return true;
}

/* -- a status -- */

static void clear_groups(struct reader *reader)
{
    for (size_t i = 0; i < reader->groups.len; i++)
        VEC_DONE(&reader->groups.at[i].ids);
    VEC_DONE(&reader->groups);
    map_done(&reader->group_of);
    reader->group_of = (struct map){0};
}

/* Texts of one document that are the same text lie at the same place, so that groups are told by it. */
static void put_id(struct reader *reader, enum vex_status status, yyjson_val *item)
{
    struct text id = {"", 0};
    (void)json_text(item, &id);
    struct text label = status == VEX_NOT_AFFECTED ? remark_of(&reader->labels, id) : TEXT("");
    struct text impact = status == VEX_NOT_AFFECTED ? remark_of(&reader->impacts, id) : TEXT("");
    struct text action = status == VEX_NOT_AFFECTED ? TEXT("") : remark_of(&reader->actions, id);
    char key[64];
    uint32_t number = (uint32_t)reader->groups.len;
    snprintf(key, sizeof key, "%p %p %p", (const void *)label.at, (const void *)impact.at,
        (const void *)action.at);
    if (!map_find(&reader->group_of, text_of(key), &number)) {
        map_add(&reader->group_of, arena_text(reader->build->arena, text_of(key)), number, NULL);
        *VEC_ADD(&reader->groups) =
            (struct group){.label = label, .impact = impact, .action = action};
    }
    *VEC_ADD(&reader->groups.at[number].ids) = item;
}

static bool add_group(struct reader *reader, const struct vex_statement *head,
    const struct group *group, const struct json_place *at)
{
    struct vex_statement statement = *head;
    statement.impact = group->impact;
    statement.action = group->action;
    if (group->label.len && !vex_justification_find_openvex(group->label, &statement.justification))
        vex_build_oddity(
            reader->build, at, "\"%.*s\" is no label of a flag", TEXT_ARG(group->label));
    for (size_t i = 0; i < group->ids.len; i++) {
        struct text id;
        if (!json_text(group->ids.at[i], &id))
            return json_place_fail(at, reader->err, ERR_SYNTAX, "must hold strings, not %s",
                json_kind(group->ids.at[i]));
        if (!csaf_product_add(&reader->tree, id, at, reader->err))
            return false;
    }
    return vex_build_statement(reader->build, &statement, at, reader->err);
}

static bool read_status(struct reader *reader, const struct vex_statement *head, yyjson_val *array,
    const struct json_place *at)
{
    yyjson_val *item;
    size_t i, count;
    clear_groups(reader);
    yyjson_arr_foreach(array, i, count, item) put_id(reader, head->status, item);
    for (size_t g = 0; g < reader->groups.len; g++)
        if (!add_group(reader, head, &reader->groups.at[g], at))
            return false;
    return true;
}

static bool read_statuses(struct reader *reader, struct vex_statement *statement,
    yyjson_val *vulnerability, const struct json_place *up)
{
    const struct json_place at = {.up = up, .key = "product_status"};
    yyjson_val *value, *array;
    if (!json_place_object(json_get(vulnerability, at.key), up, at.key, &value, reader->err))
        return false;
    for (size_t i = 0; i < LEN_OF(statuses); i++) {
        struct json_place list = {.up = &at, .key = statuses[i].key};
        statement->status = statuses[i].status;
        if (!json_place_array(json_get(value, list.key), &at, list.key, &array, reader->err) ||
            !read_status(reader, statement, array, &list))
            return false;
    }
    return true;
}

/* -- a vulnerability (section 3.2.3) -- */

static bool read_ids(struct reader *reader, struct vex_statement *statement, yyjson_val *value,
    const struct json_place *up)
{
    const struct json_place list = {.up = up, .key = "ids"};
    yyjson_val *array, *item;
    size_t i, count;
    if (!json_place_array(json_get(value, "ids"), up, "ids", &array, reader->err))
        return false;
    size_t most = yyjson_arr_size(array);
    if (most > LIMIT_VEX_ALIASES)
        return json_place_fail(&list, reader->err, ERR_LIMIT, "more than %zu", LIMIT_VEX_ALIASES);
    statement->aliases = arena_take_array(reader->build->arena, most, sizeof *statement->aliases);
    if (!statement->aliases)
        return arena_check(reader->build->arena, reader->err);
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        struct text id;
        if (!json_place_is_object(item, &at, reader->err) ||
            !json_place_text(json_get(item, "text"), &at, "text", LIMIT_ID_BYTES, &id, reader->err))
            return false;
        if (id.len && !statement->vulnerability.len)
            statement->vulnerability = id;
        else if (id.len)
            statement->aliases[statement->alias_count++] = id;
    }
    return true;
}

static bool read_vulnerability(
    struct reader *reader, yyjson_val *value, const struct json_place *at)
{
    static const struct remark_list flags = {"flags", "label", NULL, NULL};
    static const struct remark_list threats = {"threats", "details", "impact", NULL};
    static const struct remark_list remediations = {
        "remediations", "details", NULL, "none_available"};
    struct vex_statement statement = {.said_us = reader->build->vex->said_us};
    if (!json_place_is_object(value, at, reader->err) ||
        !json_place_text(json_get(value, "cve"), at, "cve", LIMIT_ID_BYTES,
            &statement.vulnerability, reader->err) ||
        !read_ids(reader, &statement, value, at) ||
        !read_remarks(reader, &flags, &reader->labels, value, at) ||
        !read_remarks(reader, &threats, &reader->impacts, value, at) ||
        !read_remarks(reader, &remediations, &reader->actions, value, at))
        return false;
    if (!statement.vulnerability.len) {
        vex_build_oddity(reader->build, at, "has neither a CVE nor another id: passed over");
        return true;
    }
    return read_statuses(reader, &statement, value, at);
}

/* -- the document (section 3.2.1) -- */

static bool read_head(struct vex_build *build, yyjson_val *root, struct err *err)
{
    static const struct json_place at = {.key = "document"};
    static const struct json_place tracking_at = {.up = &at, .key = "tracking"};
    static const struct json_place publisher_at = {.up = &at, .key = "publisher"};
    struct vex *vex = build->vex;
    yyjson_val *document = json_get(root, "document"), *tracking, *publisher;
    const struct vex_build_member heads[] = {
        {"csaf_version", LIMIT_NAME_BYTES, &vex->spec_version}};
    const struct vex_build_member names[] = {
        {"id", LIMIT_NAME_BYTES, &vex->id}, {"version", LIMIT_NAME_BYTES, &vex->version}};
    return vex_build_texts(document, &at, heads, LEN_OF(heads), err) &&
           json_place_object(json_get(document, "tracking"), &at, "tracking", &tracking, err) &&
           json_place_object(json_get(document, "publisher"), &at, "publisher", &publisher, err) &&
           vex_build_texts(tracking, &tracking_at, names, LEN_OF(names), err) &&
           json_place_text(json_get(publisher, "name"), &publisher_at, "name", LIMIT_NAME_BYTES,
               &vex->author, err) &&
           vex_build_time(
               build, tracking, &tracking_at, "initial_release_date", &vex->issued_us, err) &&
           vex_build_time(
               build, tracking, &tracking_at, "current_release_date", &vex->said_us, err);
}

static bool read_vulnerabilities(struct reader *reader, yyjson_val *root)
{
    static const struct json_place list = {.key = "vulnerabilities"};
    yyjson_val *array, *item;
    size_t i, count;
    if (!json_place_array(json_get(root, list.key), NULL, list.key, &array, reader->err))
        return false;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!read_vulnerability(reader, item, &at))
            return false;
    }
    return true;
}

bool csaf_read(struct vex_build *build, yyjson_val *root, struct err *err)
{
    struct reader reader = {.build = build, .err = err};
    bool is_read = read_head(build, root, err) &&
                   csaf_product_read(&reader.tree, build, root, err) &&
                   read_vulnerabilities(&reader, root);
    csaf_product_done(&reader.tree);
    clear_remarks(&reader.labels);
    clear_remarks(&reader.impacts);
    clear_remarks(&reader.actions);
    clear_groups(&reader);
    return is_read;
}
