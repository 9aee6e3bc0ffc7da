/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/popular.h"

#include "base/arena.h"
#include "base/cmd.h"
#include "base/map.h"
#include "base/vec.h"

enum {
    IMITATED = 1000, /* of each list, the names that are worth imitating */
    SHORTEST = 5,    /* shorter names have too many neighbours by chance */
    LONGEST = 64,    /* cmd_distance takes longer ones for strangers */
};

/* The names that a text with one character less leads to. */
struct link {
    uint32_t name, next; /* next: the link's number plus 1, or 0 */
};

struct table {
    const struct popular_list *list;
    struct map by_name, by_bare, by_look, by_deletion;
    struct {
        VEC(struct link);
    } links;
};

struct popular {
    struct table *tables;
    struct arena arena;
};

static const char *const way_words[] = {
    [POPULAR_HOMOGLYPH] = "homoglyph",
    [POPULAR_SEPARATOR] = "separator",
    [POPULAR_SCOPE] = "scope",
    [POPULAR_SWAP] = "swap",
    [POPULAR_EDIT] = "edit",
};

const char *popular_way_word(enum popular_way way)
{
    return way_words[way];
}

/* -- what names have in common -- */

/* In Maven a group begins with a domain's end, which anybody may have another one of. */
static struct text cut_front(struct text ecosystem, struct text name)
{
    ptrdiff_t dot = text_find(name, '.'), colon = text_find(name, ':');
    return text_is(ecosystem, "Maven") && dot > 0 && dot < colon ? text_from(name, (size_t)dot + 1)
                                                                 : name;
}

/* Writes the name without what separates its words, in small letters; returns its length. */
static size_t write_bare(struct text ecosystem, struct text name, char to[LONGEST])
{
    size_t len = 0;
    name = cut_front(ecosystem, name);
    for (size_t i = 0; i < name.len && len < LONGEST; i++)
        if (!strchr("-_.@/", name.at[i]))
            to[len++] = text_lower_char(name.at[i]);
    return len;
}

/* Letters of other scripts that are drawn as a Latin one, as Unicode's list of confusable characters has them. */
static const struct {
    const char *bytes;
    char as;
} look_alikes[] = {
    {"\u0430", 'a'},
    {"\u0435", 'e'},
    {"\u043e", 'o'},
    {"\u0440", 'p'},
    {"\u0441", 'c'},
    {"\u0443", 'y'},
    {"\u0445", 'x'},
    {"\u0455", 's'},
    {"\u0456", 'i'},
    {"\u0458", 'j'},
    {"\u04bb", 'h'},
    {"\u0501", 'd'},
    {"\u051b", 'q'},
    {"\u051d", 'w'},
    {"\u04cf", 'l'},
    {"\u0432", 'b'},
    {"\u043a", 'k'},
    {"\u043c", 'm'},
    {"\u043d", 'h'},
    {"\u0442", 't'},
    {"\u03b1", 'a'},
    {"\u03bf", 'o'},
    {"\u03c1", 'p'},
    {"\u03bd", 'v'},
    {"\u03b9", 'i'},
    {"\u03ba", 'k'},
    {"\u03c5", 'u'},
    {"\u03c7", 'x'},
    {"\u0131", 'i'},
    {"\u0261", 'g'},
    {"\u0251", 'a'},
    {"\u0269", 'i'},
    {"\u1d0f", 'o'},
    {"\u0585", 'o'},
    {"\u057d", 'u'},
    {"\u0578", 'n'},
    {"\u2010", '-'},
    {"\u2011", '-'},
    {"\u2012", '-'},
    {"\u2013", '-'},
    {"\u00e0", 'a'},
    {"\u00e1", 'a'},
    {"\u00e4", 'a'},
    {"\u00e7", 'c'},
    {"\u00e8", 'e'},
    {"\u00e9", 'e'},
    {"\u00ea", 'e'},
    {"\u00eb", 'e'},
    {"\u00ed", 'i'},
    {"\u00ef", 'i'},
    {"\u00f1", 'n'},
    {"\u00f3", 'o'},
    {"\u00f6", 'o'},
    {"\u00fa", 'u'},
    {"\u00fc", 'u'},
};

/* Of full-width letters (U+FF41 and on, as UTF-8) the Latin one; else 0. */
static char full_width(struct text s)
{
    const unsigned char *at = (const unsigned char *)s.at;
    bool is_one = s.len >= 3 && at[0] == 0xef && at[1] == 0xbd && at[2] >= 0x81 && at[2] <= 0x9a;
    return is_one ? (char)('a' + at[2] - 0x81) : 0;
}

/* Reads one character as what it looks like; returns how many bytes it has. */
static size_t read_look(struct text s, char *ret_look)
{
    static const struct {
        const char *pair;
        char as;
    } pairs[] = {{"rn", 'm'}, {"vv", 'w'}, {"0", 'o'}, {"1", 'l'}, {"5", 's'}};
    for (size_t i = 0; i < LEN_OF(pairs); i++)
        if (text_starts(s, text_of(pairs[i].pair))) {
            *ret_look = pairs[i].as;
            return strlen(pairs[i].pair);
        }
    for (size_t i = 0; i < LEN_OF(look_alikes) && (s.at[0] & 0x80); i++)
        if (text_starts(s, text_of(look_alikes[i].bytes))) {
            *ret_look = look_alikes[i].as;
            return strlen(look_alikes[i].bytes);
        }
    *ret_look = full_width(s);
    if (*ret_look)
        return 3;
    *ret_look = s.at[0];
    return 1;
}

/* Writes what a name looks like; returns its length. */
static size_t write_look(struct text name, char to[LONGEST])
{
    size_t len = 0;
    while (name.len && len < LONGEST) {
        name = text_from(name, read_look(name, &to[len]));
        len++;
    }
    return len;
}

/* Who may give names of that front: nobody else can publish there. */
static struct text owner_of(struct text ecosystem, struct text name)
{
    static const struct text none = {"", 0};
    ptrdiff_t end = -1;
    if (text_is(ecosystem, "npm") && text_starts(name, TEXT("@")))
        end = text_find(name, '/');
    else if (text_is(ecosystem, "Maven"))
        end = text_find(name, ':');
    else if (text_is(ecosystem, "Packagist"))
        end = text_find(name, '/');
    else if (text_is(ecosystem, "NuGet"))
        end = text_find(name, '.');
    else if (text_is(ecosystem, "Go")) {
        ptrdiff_t host = text_find(name, '/');
        ptrdiff_t more = host < 0 ? -1 : text_find(text_from(name, (size_t)host + 1), '/');
        end = more < 0 ? host : host + 1 + more;
    }
    return end < 0 ? none : text_slice(name, 0, (size_t)end);
}

/* -- tables -- */

static void add_deletion(struct table *table, struct text key, uint32_t name)
{
    uint32_t number = (uint32_t)table->links.len + 1, old = 0;
    if (!map_add(&table->by_deletion, key, number, &old))
        map_set(&table->by_deletion, key, number);
    *VEC_ADD(&table->links) = (struct link){name, old};
}

/* Writes a text without its character at a place. */
static struct text without(struct text name, size_t at, char to[LONGEST])
{
    memcpy(to, name.at, at);
    memcpy(to + at, name.at + at + 1, name.len - at - 1);
    return (struct text){to, name.len - 1};
}

static void add_name(struct table *table, struct arena *arena, uint32_t number)
{
    char at[LONGEST];
    struct text ecosystem = text_of(table->list->ecosystem);
    struct text name = text_of(table->list->names[number]);
    map_add(&table->by_name, name, number, NULL);
    if (number >= IMITATED || name.len < SHORTEST || name.len >= LONGEST)
        return;
    struct text bare = {at, write_bare(ecosystem, name, at)};
    map_add(&table->by_bare, arena_text(arena, bare), number, NULL);
    struct text look = {at, write_look(name, at)};
    map_add(&table->by_look, arena_text(arena, look), number, NULL);
    add_deletion(table, name, number);
    for (size_t i = 0; i < name.len; i++)
        if (i == 0 || name.at[i] != name.at[i - 1])
            add_deletion(table, arena_text(arena, without(name, i, at)), number);
}

struct popular *popular_new(void)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    struct popular *popular = arena_take(&arena, sizeof *popular);
    struct table *tables = arena_take_array(&arena, popular_list_count, sizeof *tables);
    if (!popular || !tables)
        err_panic("no memory for the popular packages");
    *popular = (struct popular){tables, arena};
    return popular;
}

void popular_free(struct popular *popular)
{
    if (!popular)
        return;
    for (size_t i = 0; i < popular_list_count; i++) {
        struct table *table = &popular->tables[i];
        map_done(&table->by_name);
        map_done(&table->by_bare);
        map_done(&table->by_look);
        map_done(&table->by_deletion);
        VEC_DONE(&table->links);
    }
    struct arena arena = popular->arena;
    arena_done(&arena);
}

static void fill(struct table *table, const struct popular_list *list, struct arena *arena)
{
    table->list = list;
    map_expect(&table->by_name, list->count);
    for (uint32_t n = 0; n < list->count; n++)
        add_name(table, arena, n);
}

/* The table is made when its ecosystem is first asked for. */
static const struct table *find_table(struct popular *popular, struct text ecosystem)
{
    for (size_t i = 0; i < popular_list_count; i++) {
        if (!text_is(ecosystem, popular_lists[i].ecosystem))
            continue;
        if (!popular->tables[i].list)
            fill(&popular->tables[i], &popular_lists[i], &popular->arena);
        return &popular->tables[i];
    }
    return NULL;
}

bool popular_has(struct popular *popular, struct text ecosystem, struct text name)
{
    const struct table *table = find_table(popular, ecosystem);
    return table && map_find(&table->by_name, name, NULL);
}

/* -- looking for neighbours -- */

static bool is_foreign(struct text ecosystem, struct text name, struct text popular)
{
    struct text owner = owner_of(ecosystem, name);
    return !owner.len || !text_eq_nocase(owner, owner_of(ecosystem, popular));
}

/* "v2" and "v3", "python3.11" and "python3.12": another number of the same series. */
static bool is_other_number(struct text a, struct text b)
{
    size_t i = 0;
    if (a.len != b.len)
        return false;
    for (; i < a.len; i++)
        if (a.at[i] != b.at[i] && !(text_is_digit(a.at[i]) && text_is_digit(b.at[i])))
            return false;
    return true;
}

static bool is_swap(struct text a, struct text b)
{
    size_t i = 0;
    while (i < a.len && i < b.len && a.at[i] == b.at[i])
        i++;
    return a.len == b.len && i + 1 < a.len && a.at[i] == b.at[i + 1] && a.at[i + 1] == b.at[i];
}

/* Looks at all names that a text leads to; takes the first of them that is one step away. */
static bool find_linked(
    const struct table *table, struct text key, struct text name, struct popular_near *ret_near)
{
    uint32_t link;
    if (!map_find(&table->by_deletion, key, &link))
        return false;
    for (; link; link = table->links.at[link - 1].next) {
        struct text other = text_of(table->list->names[table->links.at[link - 1].name]);
        if (cmd_distance(name, other) != 1 || is_other_number(name, other) ||
            !is_foreign(text_of(table->list->ecosystem), name, other))
            continue;
        *ret_near =
            (struct popular_near){other, is_swap(name, other) ? POPULAR_SWAP : POPULAR_EDIT};
        return true;
    }
    return false;
}

static bool find_edit(const struct table *table, struct text name, struct popular_near *ret_near)
{
    char at[LONGEST];
    if (find_linked(table, name, name, ret_near))
        return true;
    for (size_t i = 0; i < name.len; i++)
        if (find_linked(table, without(name, i, at), name, ret_near))
            return true;
    return false;
}

static bool find_key(const struct table *table, const struct map *map, struct text key,
    struct text name, struct text *ret_other)
{
    uint32_t number;
    if (!map_find(map, key, &number))
        return false;
    *ret_other = text_of(table->list->names[number]);
    return is_foreign(text_of(table->list->ecosystem), name, *ret_other);
}

/* Whether names are apart in what says who gave them, not only in what separates words. */
static bool differs_in_scope(struct text ecosystem, struct text a, struct text b)
{
    return text_is(ecosystem, "Maven") || (text_find(a, '/') >= 0) != (text_find(b, '/') >= 0);
}

bool popular_near(
    struct popular *popular, struct text ecosystem, struct text name, struct popular_near *ret_near)
{
    char at[LONGEST];
    struct text other;
    const struct table *table = find_table(popular, ecosystem);
    if (!table || name.len < SHORTEST - 1 || name.len >= LONGEST ||
        map_find(&table->by_name, name, NULL))
        return false;
    struct text look = {at, write_look(name, at)};
    if (find_key(table, &table->by_look, look, name, &other)) {
        *ret_near = (struct popular_near){other, POPULAR_HOMOGLYPH};
        return true;
    }
    struct text bare = {at, write_bare(ecosystem, name, at)};
    if (find_key(table, &table->by_bare, bare, name, &other)) {
        bool is_scope = differs_in_scope(ecosystem, name, other);
        *ret_near = (struct popular_near){other, is_scope ? POPULAR_SCOPE : POPULAR_SEPARATOR};
        return true;
    }
    return find_edit(table, name, ret_near);
}
