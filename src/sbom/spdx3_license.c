/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/spdx3_license.h"

#include "sbom/spdx_words.h"

enum { MOST_DEPTH = 8, MOST_STEPS = 100 };

struct printer {
    struct spdx3_graph *graph;
    struct buf *out;
    int depth, steps;
    bool is_maze;
};

static void print_license(struct printer *printer, yyjson_val *reference);

/* "https://spdx.org/licenses/MIT": what is listed is known by its id alone. */
static struct text listed_name(struct text id)
{
    bool is_listed = text_starts(id, TEXT("https://spdx.org/licenses/")) ||
                     text_starts(id, TEXT("http://spdx.org/licenses/"));
    return is_listed ? text_from(id, (size_t)text_find_last(id, '/') + 1) : (struct text){"", 0};
}

static struct text last_part(struct text id)
{
    ptrdiff_t slash = text_find_last(id, '/'), hash = text_find_last(id, '#');
    return text_from(id, (size_t)((hash > slash ? hash : slash) + 1));
}

/* A licence on the list, or one of the document's own by its name. */
static struct text name_of(const struct spdx3_element *element)
{
    struct text name = listed_name(element->id);
    if (!name.len)
        name = json_get_text(element->value, "name");
    return name.len ? name : last_part(element->id);
}

/* Adds what one more part gives, with between in front of it when there was another. */
static void print_part(
    struct printer *printer, yyjson_val *reference, size_t begin, const char *between)
{
    size_t before = printer->out->len;
    if (before > begin)
        buf_add_z(printer->out, between);
    size_t joined = printer->out->len;
    print_license(printer, reference);
    if (printer->out->len == joined)
        buf_cut(printer->out, before);
}

static void print_set(struct printer *printer, yyjson_val *members, const char *between)
{
    bool is_inner = printer->depth > 1;
    size_t i, count, start = printer->out->len;
    yyjson_val *item;
    if (is_inner)
        buf_add_char(printer->out, '(');
    size_t begin = printer->out->len;
    yyjson_arr_foreach(members, i, count, item)
    {
        print_part(printer, item, begin, between);
        if (printer->is_maze)
            return;
    }
    if (printer->out->len == begin)
        buf_cut(printer->out, start);
    else if (is_inner)
        buf_add_char(printer->out, ')');
}

static void print_element(struct printer *printer, const struct spdx3_element *element)
{
    size_t begin = printer->out->len;
    yyjson_val *value = element->value;
    if (text_is(element->type, "simplelicensing_LicenseExpression")) {
        buf_add(printer->out,
            spdx_words_said(json_get_text(value, "simplelicensing_licenseExpression")));
    } else if (text_is(element->type, "expandedlicensing_ConjunctiveLicenseSet")) {
        print_set(printer, json_get(value, "expandedlicensing_member"), " AND ");
    } else if (text_is(element->type, "expandedlicensing_DisjunctiveLicenseSet")) {
        print_set(printer, json_get(value, "expandedlicensing_member"), " OR ");
    } else if (text_is(element->type, "expandedlicensing_OrLaterOperator")) {
        print_license(printer, json_get(value, "expandedlicensing_subjectLicense"));
        if (printer->out->len > begin)
            buf_add_char(printer->out, '+');
    } else if (text_is(element->type, "expandedlicensing_WithAdditionOperator")) {
        print_license(printer, json_get(value, "expandedlicensing_subjectExtendableLicense"));
        print_part(printer, json_get(value, "expandedlicensing_subjectAddition"), begin, " WITH ");
    } else {
        buf_add(printer->out, name_of(element));
    }
}

static void print_license(struct printer *printer, yyjson_val *reference)
{
    if (printer->depth == MOST_DEPTH || printer->steps == MOST_STEPS)
        printer->is_maze = true;
    if (printer->is_maze || spdx3_graph_is_nothing(spdx3_graph_id(reference)))
        return;
    const struct spdx3_element *element = spdx3_graph_find(printer->graph, reference);
    printer->depth++;
    printer->steps++;
    if (element && element->kind == SPDX3_LICENSE)
        print_element(printer, element);
    else
        buf_add(printer->out, listed_name(spdx3_graph_id(reference)));
    printer->depth--;
}

static struct text read_license(
    struct spdx3_graph *graph, yyjson_val *reference, struct sbom_build *build)
{
    struct printer printer = {.graph = graph, .out = &build->scratch};
    buf_cut(&build->scratch, 0);
    print_license(&printer, reference);
    struct text told = buf_text(&build->scratch);
    build->sbom->ignored_count += printer.is_maze;
    bool is_fine = told.len && !printer.is_maze && text_find(told, '\0') < 0;
    return is_fine ? arena_text(build->arena, told) : (struct text){"", 0};
}

struct text spdx3_license_of(
    struct spdx3_graph *graph, yyjson_val *reference, struct sbom_build *build)
{
    struct spdx3_element *element = spdx3_graph_find(graph, reference);
    if (element && element->is_told)
        return element->license;
    struct text license = read_license(graph, reference, build);
    if (element) {
        element->license = license;
        element->is_told = true;
    }
    return license;
}

void spdx3_license_read_texts(struct spdx3_graph *graph, struct sbom_build *build)
{
    for (size_t i = 0; i < graph->count; i++) {
        const struct spdx3_element *element = &graph->elements[i];
        bool is_own = element->kind == SPDX3_LICENSE && !listed_name(element->id).len;
        yyjson_val *text = json_get(element->value, "simplelicensing_licenseText");
        if (is_own && text)
            sbom_build_fact_of(build, SBOM_ROOT, SBOM_FACT_LICENSE_TEXT, name_of(element), text);
    }
}
