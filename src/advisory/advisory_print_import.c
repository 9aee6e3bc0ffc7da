/* SPDX-License-Identifier: Apache-2.0 */
/* What an import did, and what an index holds. */
#include "advisory/advisory_print.h"
#include "base/clock.h"
#include "codec/json.h"

/* "1 record", "34,864 records" */
static void print_counted(struct buf *out, size_t count, const char *what)
{
    advisory_print_count(out, count);
    buf_format(out, " %s%s", what, count == 1 ? "" : "s");
}

static void print_seconds(struct buf *out, int64_t us)
{
    buf_format(out, "%.2f s", (double)us / 1e6);
}

static void print_reasons(struct buf *out, const char *what, const struct advisory_reasons *reasons)
{
    for (size_t i = 0; i < reasons->len; i++) {
        const struct advisory_reason *reason = &reasons->at[i];
        buf_add_z(out, "    ");
        advisory_print_count(out, reason->count);
        buf_format(out, " %s%s: ", what, reason->count > 1 && !strcmp(what, "file") ? "s" : "");
        buf_add_plain(out, reason->text);
        for (size_t e = 0; e < reason->example_count; e++) {
            buf_add_z(out, e ? ", " : " (");
            buf_add_plain(out, reason->examples[e]);
        }
        if (reason->example_count)
            buf_add_z(out, reason->count > reason->example_count ? ", …)" : ")");
        buf_add_char(out, '\n');
    }
}

static void print_kinds(struct buf *out, const struct advisory_tally *tally)
{
    static const char *const names[] = {"vulnerabilities", "malicious", "notices"};
    const char *before = "    ";
    for (size_t kind = 0; kind < LEN_OF(names); kind++) {
        if (tally->kind_counts[kind] == 0)
            continue;
        buf_add_z(out, before);
        advisory_print_count(out, tally->kind_counts[kind]);
        buf_format(out, " %s", names[kind]);
        before = ", ";
    }
    if (tally->withdrawn_count) {
        buf_add_z(out, before);
        advisory_print_count(out, tally->withdrawn_count);
        buf_add_z(out, " withdrawn");
    }
    buf_add_char(out, '\n');
}

/* The others are catalogues of CVEs. */
static bool has_records(const struct advisory_import_source *source)
{
    return source->tally.kind == TALLY_OSV || source->tally.kind == TALLY_EOL;
}

/* What an import found otherwise than the one before it did. */
static void print_change(struct buf *out, const struct advisory_import_source *source)
{
    const struct {
        size_t count;
        const char *what;
    } rows[] = {
        {source->change.added, "new"},
        {source->change.changed, "changed"},
        {source->change.gone, "gone"},
    };
    const char *before = "    ";
    if (source->is_held || source->old_count == 0)
        return;
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        if (rows[i].count == 0)
            continue;
        buf_add_z(out, before);
        advisory_print_count(out, rows[i].count);
        buf_format(out, " %s", rows[i].what);
        before = ", ";
    }
    buf_add_z(out, before[0] == ' ' ? "    nothing new, changed or gone\n" : "\n");
}

static void print_source(struct buf *out, const struct advisory_import_source *source)
{
    buf_add_plain(out, source->name);
    if (source->is_kept) {
        buf_format(out, ": unchanged, %zu kept\n", source->old_count);
        return;
    }
    buf_add_z(out, ": ");
    print_counted(out, source->tally.record_count, has_records(source) ? "record" : "CVE");
    buf_add_z(out, ", ");
    advisory_print_count(out, source->tally.usable_count);
    buf_add_z(out, " usable; ");
    buf_add_plain(out, source->path);
    buf_add_z(out, ", ");
    print_seconds(out, source->elapsed_us);
    buf_add_char(out, '\n');
    if (has_records(source))
        print_kinds(out, &source->tally);
    print_change(out, source);
    print_reasons(out, "not usable", &source->tally.unusable);
    print_reasons(out, "refused", &source->tally.refused);
    if (source->is_held)
        buf_format(out,
            "    HELD BACK: the source had %zu records; the old ones stay. If it is right, say "
            "--accept-shrink\n",
            source->old_count);
}

void advisory_print_import(const struct advisory_import_report *report, const char *path,
    int64_t elapsed_us, struct buf *out)
{
    size_t total = 0, taken = 0;
    for (size_t i = 0; i < report->sources.len; i++) {
        const struct advisory_import_source *source = &report->sources.at[i];
        print_source(out, source);
        total += source->is_held ? 0 : source->tally.record_count;
        taken += !source->is_held && !source->is_kept;
    }
    if (report->passed_over.len)
        buf_add_z(out, "passed over:\n");
    print_reasons(out, "file", &report->passed_over);
    for (size_t i = 0; i < report->failures.len; i++) {
        buf_add_z(out, "FAILED ");
        buf_add_plain(out, report->failures.at[i].what);
        buf_add_z(out, ": ");
        buf_add_plain(out, report->failures.at[i].why);
        buf_add_char(out, '\n');
    }
    print_counted(out, total, "record");
    buf_add_z(out, " of ");
    print_counted(out, taken, "source");
    buf_add_z(out, " into ");
    buf_add_plain(out, text_of(path));
    buf_add_z(out, " in ");
    print_seconds(out, elapsed_us);
    buf_add_char(out, '\n');
}

static void print_reasons_json(
    struct buf *out, const char *key, const struct advisory_reasons *reasons)
{
    json_print_member_open(out, key, '[');
    for (size_t i = 0; i < reasons->len; i++) {
        const struct advisory_reason *reason = &reasons->at[i];
        json_print_open(out, '{');
        json_print_member(out, "reason", reason->text);
        json_print_member_int(out, "count", (int64_t)reason->count);
        json_print_member_open(out, "examples", '[');
        for (size_t e = 0; e < reason->example_count; e++)
            json_print_text(out, reason->examples[e]);
        json_print_close(out, ']');
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static void print_kinds_json(struct buf *out, const size_t counts[3])
{
    json_print_member_open(out, "kinds", '{');
    for (size_t kind = 0; kind <= ADVISORY_NOTICE; kind++)
        json_print_member_int(
            out, advisory_kind_name((enum advisory_kind)kind), (int64_t)counts[kind]);
    json_print_close(out, '}');
}

static void print_source_json(struct buf *out, const struct advisory_import_source *source)
{
    const struct advisory_tally *tally = &source->tally;
    json_print_open(out, '{');
    json_print_member(out, "name", source->name);
    json_print_member(out, "path", source->path);
    json_print_member_int(out, "records", (int64_t)tally->record_count);
    json_print_member_int(out, "usable", (int64_t)tally->usable_count);
    json_print_member_int(out, "withdrawn", (int64_t)tally->withdrawn_count);
    print_kinds_json(out, tally->kind_counts);
    print_reasons_json(out, "unusable", &tally->unusable);
    print_reasons_json(out, "refused", &tally->refused);
    json_print_member_bool(out, "is_held", source->is_held);
    json_print_member_bool(out, "is_unchanged", source->is_kept);
    json_print_member_int(out, "previous_records", (int64_t)source->old_count);
    json_print_member_open(out, "changes", '{');
    json_print_member_int(out, "new", (int64_t)source->change.added);
    json_print_member_int(out, "changed", (int64_t)source->change.changed);
    json_print_member_int(out, "gone", (int64_t)source->change.gone);
    json_print_close(out, '}');
    json_print_member_double(out, "seconds", (double)(source->elapsed_us / 1000) / 1e3);
    json_print_close(out, '}');
}

void advisory_print_import_json(const struct advisory_import_report *report, const char *path,
    int64_t elapsed_us, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member_z(out, "index", path);
    json_print_member_open(out, "sources", '[');
    for (size_t i = 0; i < report->sources.len; i++)
        print_source_json(out, &report->sources.at[i]);
    json_print_close(out, ']');
    print_reasons_json(out, "passed_over", &report->passed_over);
    json_print_member_open(out, "failures", '[');
    for (size_t i = 0; i < report->failures.len; i++) {
        json_print_open(out, '{');
        json_print_member(out, "source", report->failures.at[i].what);
        json_print_member(out, "reason", report->failures.at[i].why);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_member_double(out, "seconds", (double)(elapsed_us / 1000) / 1e3);
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}

/* "3 days", "5 hours": an age as one would say it. */
static void print_age(struct buf *out, int64_t since_us, int64_t now_us)
{
    int64_t hours = now_us > since_us ? (now_us - since_us) / (CLOCK_DAY_US / 24) : 0;
    int64_t count = hours < 48 ? hours : hours / 24;
    buf_format(
        out, "%lld %s%s", (long long)count, hours < 48 ? "hour" : "day", count == 1 ? "" : "s");
}

static void print_index_source(
    struct buf *out, const struct advisory_source *source, int64_t now_us)
{
    buf_add_plain(out, source->name);
    buf_add_z(out, ": ");
    size_t advisories = source->kind_counts[0] + source->kind_counts[1] + source->kind_counts[2];
    print_counted(out, source->record_count, advisories ? "record" : "CVE");
    const struct {
        size_t count;
        const char *what;
    } rows[] = {
        {source->kind_counts[ADVISORY_MALICIOUS], "malicious"},
        {source->kind_counts[ADVISORY_NOTICE], "notices"},
        {source->withdrawn_count, "withdrawn"},
        {source->unusable_count, "not usable"},
        {source->refused_count, "refused"},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        if (rows[i].count == 0)
            continue;
        buf_add_z(out, ", ");
        advisory_print_count(out, rows[i].count);
        buf_format(out, " %s", rows[i].what);
    }
    buf_add_z(out, "; imported ");
    print_age(out, source->imported_us, now_us);
    buf_add_z(out, " ago");
    if (source->newest_us > 0) {
        buf_add_z(out, ", newest entry ");
        print_age(out, source->newest_us, now_us);
        buf_add_z(out, " old");
    }
    if (source->edition.len) {
        buf_add_z(out, ", edition ");
        buf_add_plain(out, source->edition);
    }
    buf_add_z(out, "\n    from ");
    buf_add_plain(out, source->path);
    buf_add_char(out, '\n');
}

/* Adds the counts of an ecosystem, each with its source where there are several. */
static void print_covering(
    const struct advisory_index *index, struct text ecosystem, size_t first, struct buf *out)
{
    size_t count = advisory_index_coverage_count(index), sources = 0;
    for (size_t i = first; i < count; i++)
        sources += text_eq(advisory_index_coverage(index, i).ecosystem, ecosystem);
    const char *before = " (";
    for (size_t i = first; i < count; i++) {
        struct advisory_coverage one = advisory_index_coverage(index, i);
        if (!text_eq(one.ecosystem, ecosystem))
            continue;
        buf_add_z(out, before);
        advisory_print_count(out, one.record_count);
        before = " + ";
        if (sources == 1)
            continue;
        buf_add_z(out, " of ");
        buf_add_plain(out, advisory_index_source(index, one.source).name);
    }
    buf_add_char(out, ')');
}

static bool is_told(const struct advisory_index *index, struct text ecosystem, size_t before)
{
    for (size_t i = 0; i < before; i++)
        if (text_eq(advisory_index_coverage(index, i).ecosystem, ecosystem))
            return true;
    return false;
}

/* An ecosystem that several sources cover is told once. */
static void print_coverage(const struct advisory_index *index, struct buf *out)
{
    buf_add_z(out, "covered:");
    for (size_t i = 0; i < advisory_index_coverage_count(index); i++) {
        struct text ecosystem = advisory_index_coverage(index, i).ecosystem;
        if (is_told(index, ecosystem, i))
            continue;
        buf_add_z(out, i ? ", " : " ");
        buf_add_plain(out, ecosystem);
        print_covering(index, ecosystem, i, out);
    }
    buf_add_z(out, advisory_index_coverage_count(index) ? "\n" : " nothing\n");
}

void advisory_print_status(
    const struct advisory_index *index, const char *path, int64_t now_us, struct buf *out)
{
    buf_add_plain(out, text_of(path));
    buf_format(out, "\n  generation %.*s\n", TEXT_ARG(advisory_index_digest(index)));
    for (size_t i = 0; i < advisory_index_source_count(index); i++) {
        struct advisory_source source = advisory_index_source(index, i);
        print_index_source(out, &source, now_us);
    }
    print_coverage(index, out);
}

static void print_index_source_json(
    struct buf *out, const struct advisory_source *source, int64_t now_us)
{
    json_print_open(out, '{');
    json_print_member(out, "name", source->name);
    json_print_member(out, "path", source->path);
    json_print_member_int(out, "records", (int64_t)source->record_count);
    json_print_member_int(out, "unusable", (int64_t)source->unusable_count);
    json_print_member_int(out, "refused", (int64_t)source->refused_count);
    json_print_member_int(out, "withdrawn", (int64_t)source->withdrawn_count);
    print_kinds_json(out, source->kind_counts);
    json_print_member_time(out, "imported", source->imported_us);
    json_print_member_time(out, "newest", source->newest_us);
    json_print_member_or_null(out, "edition", source->edition);
    json_print_member_double(
        out, "age_days", (double)((now_us - source->imported_us) / (CLOCK_DAY_US / 100)) / 100);
    json_print_member(out, "digest", source->digest);
    json_print_close(out, '}');
}

void advisory_print_status_json(
    const struct advisory_index *index, const char *path, int64_t now_us, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member_z(out, "index", path);
    json_print_member(out, "generation", advisory_index_digest(index));
    json_print_member_time(out, "created", advisory_index_created_us(index));
    json_print_member_int(out, "records", (int64_t)advisory_index_record_count(index));
    json_print_member_open(out, "sources", '[');
    for (size_t i = 0; i < advisory_index_source_count(index); i++) {
        struct advisory_source source = advisory_index_source(index, i);
        print_index_source_json(out, &source, now_us);
    }
    json_print_close(out, ']');
    json_print_member_open(out, "covered", '[');
    for (size_t i = 0; i < advisory_index_coverage_count(index); i++) {
        struct advisory_coverage coverage = advisory_index_coverage(index, i);
        json_print_open(out, '{');
        json_print_member(out, "ecosystem", coverage.ecosystem);
        json_print_member(out, "source", advisory_index_source(index, coverage.source).name);
        json_print_member_int(out, "records", (int64_t)coverage.record_count);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}
