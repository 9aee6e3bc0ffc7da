/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_class_cmd.h"

#include "account/actor_cmd.h"
#include "account/body_cmd.h"
#include "badge/badge_class_api.h"
#include "badge/badge_png.h"
#include "base/file.h"
#include "store/db_cmd.h"

/* Without a server, addresses are paths. */
static void print_class(struct db_cmd *it, const struct badge_class *class)
{
    if (cmd_has(it->cmd, "json")) {
        badge_class_print(&it->out, class, (struct text){"", 0});
    } else {
        buf_format(&it->out, "%-20.*s  %-6s  ", TEXT_ARG(class->slug),
            class->is_given ? "given" : "rules");
        buf_add_plain(&it->out, class->name);
    }
    buf_add_char(&it->out, '\n');
}

static bool list(struct db_cmd *it, struct err *err)
{
    struct badge_class *classes;
    size_t count;
    if (!badge_class_list(it->db, &it->arena, &classes, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        print_class(it, &classes[i]);
    return true;
}

static bool add(struct db_cmd *it, struct err *err)
{
    struct api_principal who;
    struct badge_class class, made;
    struct json body;
    const char *path = it->cmd->words[0];
    if (!actor_cmd_find(it->db, it->cmd, &it->arena, &who, err) ||
        !body_cmd_read(&body, path, BADGE_CLASS_API_MEMBERS, err))
        return false;
    bool is_made = (badge_class_api_read(&body, &class, err) &&
                       badge_class_add(it->db, &who, &class, it->now_us, err) &&
                       badge_class_find(it->db, class.slug, &it->arena, &made, err)) ||
                   err_add(err, "%s", path);
    json_done(&body);
    if (is_made)
        print_class(it, &made);
    return is_made;
}

/* -- the picture -- */

static bool draw(struct buf *out, const struct cmd *cmd, const char *path,
    const struct badge_art *art, struct err *err)
{
    struct buf svg;
    const char *given = cmd_get(cmd, "size");
    int64_t size = BADGE_PNG_USUAL;
    if (given && !text_read_i64(text_of(given), &size))
        return err_set(err, ERR_USAGE, "--size %s: is no number", given);
    if (!given && !text_ends(text_of(path), TEXT(".png"))) {
        badge_art_draw(out, art);
        return true;
    }
    buf_init(&svg, SIZE_MAX);
    badge_art_draw(&svg, art);
    bool is_drawn = badge_png_draw(out, buf_text(&svg), size, err);
    buf_done(&svg);
    return is_drawn;
}

static bool save_image(struct db_cmd *it, struct err *err)
{
    struct badge_class class;
    struct buf file;
    const char *path = cmd_has(it->cmd, "output") ? cmd_get(it->cmd, "output") : "-";
    if ((!cmd_has(it->cmd, "force") && !file_check_new(path, err)) ||
        !badge_class_find(it->db, text_of(it->cmd->words[0]), &it->arena, &class, err))
        return false;
    class.art.is_self_certified = cmd_has(it->cmd, "self-certified");
    buf_init(&file, SIZE_MAX);
    bool is_saved =
        draw(&file, it->cmd, path, &class.art, err) && file_write(path, buf_text(&file), err);
    buf_done(&file);
    return is_saved;
}

/* -- rows -- */

static int run_list(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 0, 0, list);
}

static int run_add(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, add);
}

static int run_image(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, save_image);
}

#define JSON_OPTION {"json", NULL, "print JSON, as the REST interface has it, one on each line", 0}

static const struct cmd_option list_options[] = {DB_CMD_OPTIONS, JSON_OPTION, {0}};

const struct cmd_row badge_class_cmd_classes = {
    .name = "badge classes",
    .args = "",
    .brief = "list the classes of badges",
    .options = list_options,
    .run = run_list,
};

static const struct cmd_option add_options[] = {
    {"by", "NAME", "the account that makes it: an administrator", 0},
    DB_CMD_OPTIONS,
    JSON_OPTION,
    {0},
};

const struct cmd_row badge_class_cmd_add = {
    .name = "badge class add",
    .args = "FILE",
    .brief = "make a class of badges",
    .help =
        "FILE, or - for standard input, is a JSON object as POST /api/v1/badge-classes takes it. What was made stays\n"
        "as it is:\n"
        "\n"
        "  {\"slug\": \"keeper-1\", \"name\": \"Keeper of the keys\", \"series\": \"keeper\", \"is_given\": true,\n"
        "   \"description\": \"Looks after the keys that sign what we ship.\", \"kind\": \"position\",\n"
        "   \"difficulty\": \"middle\", \"frame\": \"shield\", \"glyph\": \"key\", \"hue\": 240}",
    .options = add_options,
    .run = run_add,
};

static const struct cmd_option image_options[] = {
    {"size", "N", "a PNG of so many pixels each way: 64, 128, 256, 512 or 1024", 0},
    {"self-certified", NULL, "as it is when nobody but its recipient vouches for it", 0},
    {"output", "FILE", "write to FILE instead of standard output", 'o'},
    {"force", NULL, "write over FILE if it is there", 0},
    DB_CMD_OPTIONS,
    {0},
};

const struct cmd_row badge_class_cmd_image = {
    .name = "badge class image",
    .args = "SLUG",
    .brief = "save the picture of a class of badges",
    .help =
        "An SVG; a PNG of 256 pixels when FILE ends so. A badge's own, with its credential in it: badge save.",
    .options = image_options,
    .run = run_image,
};
