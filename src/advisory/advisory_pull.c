/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_pull.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "advisory/advisory_index.h"
#include "base/buf.h"
#include "base/limits.h"
#include "net/http_client.h"
#include "net/http_target.h"

static const char *const public_ecosystems[] = {"AlmaLinux", "Alpine", "Chainguard", "Debian", "Go",
    "Hex", "Maven", "NuGet", "Packagist", "Pub", "PyPI", "Red Hat", "Rocky Linux", "RubyGems",
    "SUSE", "Ubuntu", "Wolfi", "crates.io", "npm", "openSUSE"};

const struct advisory_pull advisory_pull_public = {
    .osv_url = "https://osv-vulnerabilities.storage.googleapis.com",
    .kev_url =
        "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json",
    .epss_url = "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz",
    .ecosystems = public_ecosystems,
    .ecosystem_count = LEN_OF(public_ecosystems),
};

/* The EPSS feed's address leads on to the day's file. */
enum { REDIRECTS = 3 };

struct puller {
    const struct advisory_pull *pull;
    struct advisory_import *import;
    struct arena *arena;
};

/* Returns what the index has from url, so that it need not come again; false when nothing. */
static bool find_copy(
    const struct puller *puller, const char *url, struct advisory_source *ret_source)
{
    const struct advisory_index *old = advisory_import_old(puller->import);
    for (size_t i = 0; old && i < advisory_index_source_count(old); i++) {
        *ret_source = advisory_index_source(old, i);
        if (text_is(ret_source->path, url))
            return true;
    }
    return false;
}

static bool read_fetched(const struct puller *puller, const char *url, const char *source,
    const struct http_client_reply *reply, struct err *err)
{
    struct advisory_import_about about = {
        .source = text_of(source),
        .origin = arena_text(puller->arena, text_of(url)),
        .etag = arena_text(puller->arena, text_of(reply->etag)),
        .last_modified = arena_text(puller->arena, text_of(reply->last_modified)),
    };
    return advisory_import_add(puller->import, puller->pull->temp_path, &about, err) ||
           err_add(err, "%s", url);
}

static bool fetch_to(
    const struct puller *puller, FILE *file, const char *url, const char *source, struct err *err)
{
    struct advisory_source copy = {0};
    bool has_copy = find_copy(puller, url, &copy);
    struct http_client_get get = {
        .url = url,
        .etag = copy.etag,
        .last_modified = copy.last_modified,
        .max_bytes = LIMIT_FETCH_BYTES,
        .max_redirects = REDIRECTS,
        .on_progress = puller->pull->on_progress,
    };
    struct http_client_reply reply;
    if (!http_client_get(&get, file, &reply, err))
        return false;
    if (!reply.is_unchanged)
        return read_fetched(puller, url, source, &reply, err);
    if (!has_copy)
        return err_set(err, ERR_SYSTEM,
            "%s: the server says that nothing has changed, but there is "
            "no copy of it here",
            url);
    advisory_import_keep(puller->import, &copy);
    return true;
}

static void fetch(const struct puller *puller, const char *url, const char *source)
{
    struct err err = {0};
    const char *path = puller->pull->temp_path;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "wb");
    bool is_fine = file ? fetch_to(puller, file, url, source, &err)
                        : err_set_errno(&err, "%s: cannot be written", path);
    if (file)
        fclose(file);
    unlink(path);
    if (!is_fine)
        advisory_import_fail(puller->import, text_of(source), text_of(err.text));
}

void advisory_pull_run(const struct advisory_pull *pull, struct advisory_import *import)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    struct puller puller = {pull, import, &arena};
    for (size_t i = 0; pull->osv_url && i < pull->ecosystem_count; i++) {
        struct text name = http_target_encode(text_of(pull->ecosystems[i]), &arena);
        const char *url = arena_format(&arena, "%s/%.*s/all.zip", pull->osv_url, TEXT_ARG(name)).at;
        fetch(&puller, url, arena_format(&arena, "osv/%s", pull->ecosystems[i]).at);
    }
    if (pull->kev_url)
        fetch(&puller, pull->kev_url, "kev");
    if (pull->epss_url)
        fetch(&puller, pull->epss_url, "epss");
    arena_done(&arena);
}
