/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_png.h"

#include <dlfcn.h>
#include <pthread.h>

/* Their headers keep to no warnings of ours. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpragmas"
#pragma GCC diagnostic ignored "-Wstrict-prototypes"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wcast-qual"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#include <librsvg/rsvg.h>
#pragma GCC diagnostic pop

#include "codec/sha256.h"

/* What is called of the three libraries. */
#define CALLS(X)                                                                                   \
    X(rsvg_handle_new_from_data)                                                                   \
    X(rsvg_handle_render_document)                                                                 \
    X(g_object_unref)                                                                              \
    X(g_error_free)                                                                                \
    X(cairo_image_surface_create)                                                                  \
    X(cairo_surface_write_to_png_stream)                                                           \
    X(cairo_surface_destroy)                                                                       \
    X(cairo_create)                                                                                \
    X(cairo_status)                                                                                \
    X(cairo_destroy)

#define AS_MEMBER(name) __typeof__(&name) name;
struct calls {
    bool is_there;
    CALLS(AS_MEMBER)
};

static struct calls calls;

/* POSIX has dlsym give functions as pointers to data. */
static bool find(void *library, const char *name, void *ret_call)
{
    void *found = dlsym(library, name);
    memcpy(ret_call, &found, sizeof found);
    return found != NULL;
}

/* librsvg brings cairo and GObject with it. They stay until the end: GObject cannot be unloaded. */
static void load(void)
{
    void *library = dlopen("librsvg-2.so.2", RTLD_NOW | RTLD_LOCAL);
    bool is_whole = library != NULL;
#define FIND(name) is_whole = is_whole && find(library, #name, &calls.name);
    CALLS(FIND)
    calls.is_there = is_whole;
}

static cairo_status_t add_bytes(void *context, const unsigned char *bytes, unsigned int len)
{
    buf_add(context, (struct text){(const char *)bytes, len});
    return CAIRO_STATUS_SUCCESS;
}

static bool render(RsvgHandle *handle, cairo_surface_t *surface, int64_t size, struct err *err)
{
    RsvgRectangle all = {0, 0, (double)size, (double)size};
    GError *why = NULL;
    cairo_t *cairo = calls.cairo_create(surface);
    bool is_drawn = calls.cairo_status(cairo) == CAIRO_STATUS_SUCCESS &&
                    calls.rsvg_handle_render_document(handle, cairo, &all, &why);
    if (!is_drawn)
        err_set(
            err, ERR_SYSTEM, "the picture cannot be drawn: %s", why ? why->message : "no memory");
    if (why)
        calls.g_error_free(why);
    calls.cairo_destroy(cairo);
    return is_drawn;
}

static bool draw(struct buf *out, RsvgHandle *handle, int64_t size, struct err *err)
{
    cairo_surface_t *surface =
        calls.cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)size, (int)size);
    bool is_drawn = render(handle, surface, size, err);
    if (is_drawn &&
        calls.cairo_surface_write_to_png_stream(surface, add_bytes, out) != CAIRO_STATUS_SUCCESS)
        is_drawn = err_set(err, ERR_SYSTEM, "the picture cannot be written");
    calls.cairo_surface_destroy(surface);
    return is_drawn;
}

static bool draw_anew(struct buf *out, struct text svg, int64_t size, struct err *err)
{
    GError *why = NULL;
    RsvgHandle *handle = calls.rsvg_handle_new_from_data((const guint8 *)svg.at, svg.len, &why);
    if (!handle) {
        err_set(err, ERR_SYNTAX, "it is no SVG: %s", why ? why->message : "");
        if (why)
            calls.g_error_free(why);
        return false;
    }
    bool is_drawn = draw(out, handle, size, err);
    calls.g_object_unref(handle);
    return is_drawn;
}

/* -- what was drawn -- */

/* Anybody may ask for pictures, and a large one takes a tenth of a second: so they are few, each is drawn once, and one at a time. */
enum { KEPT = 256, KEPT_BYTES = 128 << 10 };

struct kept {
    unsigned char digest[SHA256_SIZE];
    int64_t size;
    char *at;
    size_t len;
};

static struct {
    pthread_mutex_t lock;
    struct kept all[KEPT];
    size_t next;
} kept = {.lock = PTHREAD_MUTEX_INITIALIZER};

static const struct kept *find_kept(const unsigned char digest[SHA256_SIZE], int64_t size)
{
    for (size_t i = 0; i < KEPT; i++)
        if (kept.all[i].at && kept.all[i].size == size &&
            memcmp(kept.all[i].digest, digest, SHA256_SIZE) == 0)
            return &kept.all[i];
    return NULL;
}

static void keep(const unsigned char digest[SHA256_SIZE], int64_t size, struct text png)
{
    struct kept *it = &kept.all[kept.next];
    char *at = png.len && png.len <= KEPT_BYTES ? malloc(png.len) : NULL;
    if (!at)
        return;
    free(it->at);
    memcpy(at, png.at, png.len);
    *it = (struct kept){.size = size, .at = at, .len = png.len};
    memcpy(it->digest, digest, SHA256_SIZE);
    kept.next = (kept.next + 1) % KEPT;
}

static bool draw_once(struct buf *out, struct text svg, int64_t size, struct err *err)
{
    unsigned char digest[SHA256_SIZE];
    sha256_of(svg, digest);
    const struct kept *it = find_kept(digest, size);
    if (it) {
        buf_add(out, (struct text){it->at, it->len});
        return true;
    }
    size_t before = out->len;
    if (!draw_anew(out, svg, size, err))
        return false;
    keep(digest, size, text_from(buf_text(out), before));
    return true;
}

bool badge_png_draw(struct buf *out, struct text svg, int64_t size, struct err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (size < BADGE_PNG_LEAST || size > BADGE_PNG_MOST || size & (size - 1))
        return err_set(err, ERR_USAGE, "size: is 64, 128, 256, 512 or 1024");
    pthread_once(&once, load);
    if (!calls.is_there)
        return err_set(err, ERR_UNSUPPORTED, "there is no librsvg to draw a PNG with");
    pthread_mutex_lock(&kept.lock);
    bool is_drawn = draw_once(out, svg, size, err);
    pthread_mutex_unlock(&kept.lock);
    return is_drawn;
}
