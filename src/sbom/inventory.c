/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/inventory.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/vec.h"

#define NO_ENTRY UINT32_MAX

enum { FIELDS = 7, FIRST_ROOM = 256, BATCH = 16 };

struct package {
    struct inventory_package texts;
    uint32_t first, last; /* entries */
    uint32_t count;
};

struct stored_sbom {
    struct text name;
    size_t component_count, group_count, distinct_count;
    size_t entry, unnamed; /* the first of its own */
};

/* A slot of the table of packages. Its key has all fields in one place: a look-up that is met reads one piece of memory, where
   the texts would be seven. */
struct slot {
    const char *key; /* NULL in a free slot */
    uint32_t hash;   /* its upper half */
    uint32_t number; /* of the package */
};

struct inventory {
    struct arena arena; /* texts */
    size_t cap_bytes;
    struct map texts; /* to their number */
    struct {
        VEC(struct text);
    } text_list;
    struct {
        VEC(struct package);
    } packages;
    struct slot *slots;
    size_t slot_room; /* a power of two */
    struct {
        VEC(struct inventory_entry);
    } entries;
    struct map reasons;
    struct {
        VEC(struct inventory_reason);
    } reason_list;
    struct {
        VEC(struct inventory_unnamed);
    } unnamed;
    struct {
        VEC(struct stored_sbom);
    } sboms;
    struct buf scratch; /* the keys of the packages at hand */
};

/* A component that is a package, before its package version is known. */
struct candidate {
    size_t key_at, key_len; /* in scratch */
    uint64_t hash;
    uint32_t component;
};

struct inventory *inventory_new(size_t cap_bytes)
{
    struct inventory *inventory = calloc(1, sizeof *inventory);
    struct slot *slots = calloc(FIRST_ROOM, sizeof *slots);
    if (!inventory || !slots)
        err_panic("out of memory");
    inventory->slots = slots;
    inventory->slot_room = FIRST_ROOM;
    inventory->cap_bytes = cap_bytes;
    arena_init(&inventory->arena, cap_bytes);
    buf_init(&inventory->scratch, SIZE_MAX);
    return inventory;
}

void inventory_free(struct inventory *inventory)
{
    if (!inventory)
        return;
    arena_done(&inventory->arena);
    map_done(&inventory->texts);
    map_done(&inventory->reasons);
    VEC_DONE(&inventory->text_list);
    VEC_DONE(&inventory->packages);
    VEC_DONE(&inventory->entries);
    VEC_DONE(&inventory->reason_list);
    VEC_DONE(&inventory->unnamed);
    VEC_DONE(&inventory->sboms);
    buf_done(&inventory->scratch);
    free(inventory->slots);
    free(inventory);
}

size_t inventory_size_bytes(const struct inventory *inventory)
{
    enum { MAP_SLOT_BYTES = 32 };
    return inventory->arena.taken_bytes +
           (inventory->texts.room + inventory->reasons.room) * MAP_SLOT_BYTES +
           inventory->text_list.room * sizeof(struct text) +
           inventory->packages.room * sizeof(struct package) +
           inventory->slot_room * sizeof(struct slot) +
           inventory->entries.room * sizeof(struct inventory_entry) +
           inventory->reason_list.room * sizeof(struct inventory_reason) +
           inventory->unnamed.room * sizeof(struct inventory_unnamed) +
           inventory->sboms.room * sizeof(struct stored_sbom);
}

/* Returns the only copy of a text. */
static struct text intern(struct inventory *inventory, struct text text)
{
    uint32_t number;
    if (!text.len)
        return TEXT("");
    if (map_find(&inventory->texts, text, &number))
        return inventory->text_list.at[number];
    struct text copy = arena_text(&inventory->arena, text);
    if (!copy.len)
        return copy;
    map_add(&inventory->texts, copy, (uint32_t)inventory->text_list.len, NULL);
    *VEC_ADD(&inventory->text_list) = copy;
    return copy;
}

/* What tells package versions apart: the fields that sbom_intern_digest takes. */
static struct inventory_package texts_of(const struct sbom_component *component)
{
    return (struct inventory_package){
        .ecosystem = component->ecosystem,
        .package = component->package,
        .version = component->version,
        .source_package = component->source_package,
        .source_version = component->source_version,
        .arch = component->arch,
        .module = component->module,
    };
}

/* The same fields as an array: a package is nothing but texts. */
static const struct text *fields_of(const struct inventory_package *texts)
{
    _Static_assert(sizeof *texts == FIELDS * sizeof(struct text), "only texts, and all of them");
    return &texts->ecosystem;
}

/* Adds the key of a package to scratch: the lengths of its fields, which no SBOM has of 4 GiB, then the fields. */
static struct text key_of(struct inventory *inventory, const struct text *fields)
{
    uint32_t lengths[FIELDS];
    size_t len = sizeof lengths;
    for (size_t i = 0; i < FIELDS; i++) {
        lengths[i] = (uint32_t)fields[i].len;
        len += fields[i].len;
    }
    char *start = buf_grow(&inventory->scratch, len), *at = start + sizeof lengths;
    memcpy(start, lengths, sizeof lengths);
    for (size_t i = 0; i < FIELDS; at += fields[i++].len)
        if (fields[i].len)
            memcpy(at, fields[i].at, fields[i].len);
    return (struct text){start, len};
}

/* Keys whose lengths agree are equally long. */
static bool has_key(const struct slot *slot, struct text key)
{
    enum { HEAD = FIELDS * sizeof(uint32_t) };
    return memcmp(slot->key, key.at, HEAD) == 0 &&
           memcmp(slot->key + HEAD, key.at + HEAD, key.len - HEAD) == 0;
}

/* Returns the slot of the package with this key, or the free one where it belongs. */
static struct slot *slot_of(const struct inventory *inventory, struct text key, uint64_t hash)
{
    size_t mask = inventory->slot_room - 1;
    size_t i = hash & mask;
    for (; inventory->slots[i].key; i = (i + 1) & mask)
        if (inventory->slots[i].hash == hash >> 32 && has_key(&inventory->slots[i], key))
            break;
    return &inventory->slots[i];
}

static void grow(struct inventory *inventory)
{
    struct inventory old = *inventory;
    buf_cut(&inventory->scratch, 0);
    struct slot *slots = calloc(old.slot_room * 2, sizeof *slots);
    if (!slots)
        err_panic("out of memory");
    inventory->slots = slots;
    inventory->slot_room *= 2;
    for (size_t i = 0; i < old.slot_room; i++) {
        if (!old.slots[i].key)
            continue;
        const struct package *package = &inventory->packages.at[old.slots[i].number];
        struct text key = key_of(inventory, fields_of(&package->texts));
        *slot_of(inventory, key, map_hash(key)) = old.slots[i];
        buf_cut(&inventory->scratch, 0);
    }
    free(old.slots);
}

static void add_package(struct inventory *inventory, const struct inventory_package *texts)
{
    *VEC_ADD(&inventory->packages) = (struct package){
        .texts =
            {
                .ecosystem = intern(inventory, texts->ecosystem),
                .package = intern(inventory, texts->package),
                .version = intern(inventory, texts->version),
                .source_package = intern(inventory, texts->source_package),
                .source_version = intern(inventory, texts->source_version),
                .arch = intern(inventory, texts->arch),
                .module = intern(inventory, texts->module),
            },
        .first = NO_ENTRY,
        .last = NO_ENTRY,
    };
}

static struct candidate candidate_of(
    struct inventory *inventory, const struct sbom_component *component, uint32_t index)
{
    struct inventory_package texts = texts_of(component);
    size_t at = inventory->scratch.len;
    struct text key = key_of(inventory, fields_of(&texts));
    return (struct candidate){at, key.len, map_hash(key), index};
}

/* Returns the number of the component's package version, a new one where it was never met. */
static uint32_t package_of(struct inventory *inventory, const struct sbom_component *component,
    const struct candidate *candidate)
{
    struct text key = {inventory->scratch.at + candidate->key_at, candidate->key_len};
    struct slot *slot = slot_of(inventory, key, candidate->hash);
    if (!slot->key) {
        struct inventory_package texts = texts_of(component);
        *slot = (struct slot){arena_text(&inventory->arena, key).at,
            (uint32_t)(candidate->hash >> 32), (uint32_t)inventory->packages.len};
        add_package(inventory, &texts);
    }
    return slot->number;
}

static void add_entry(
    struct inventory *inventory, struct stored_sbom *sbom, uint32_t number, uint32_t component)
{
    struct package *package = &inventory->packages.at[number];
    uint32_t self = (uint32_t)inventory->entries.len;
    bool is_repeated = package->last != NO_ENTRY && package->last >= sbom->entry;
    if (package->last == NO_ENTRY)
        package->first = self;
    else
        inventory->entries.at[package->last].next = self;
    package->last = self;
    package->count++;
    sbom->distinct_count += !is_repeated;
    *VEC_ADD(&inventory->entries) = (struct inventory_entry){.package = number,
        .component = component & INT32_MAX,
        .is_repeated = is_repeated,
        .next = NO_ENTRY};
}

static void add_unnamed(struct inventory *inventory, struct text oddity, uint32_t component)
{
    struct text reason = oddity.len ? oddity : TEXT("names no package");
    uint32_t number = (uint32_t)inventory->reason_list.len;
    if (!map_find(&inventory->reasons, reason, &number)) {
        struct text copy = intern(inventory, reason);
        map_add(&inventory->reasons, copy, number, NULL);
        VEC_ADD(&inventory->reason_list)->text = copy;
    }
    inventory->reason_list.at[number].count++;
    *VEC_ADD(&inventory->unnamed) = (struct inventory_unnamed){number, component};
}

/* Asks for the memory that the look-ups of a batch will read, one step at a time: a document pushes all of it out of the
   caches, and waiting for each piece by itself took longer than all else here. */
static void fetch(
    const struct inventory *inventory, const struct candidate *candidates, size_t count)
{
    size_t mask = inventory->slot_room - 1;
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(&inventory->slots[candidates[i].hash & mask]);
    for (size_t i = 0; i < count; i++) {
        const struct slot *slot = &inventory->slots[candidates[i].hash & mask];
        if (!slot->key)
            continue;
        __builtin_prefetch(slot->key);
        __builtin_prefetch(&inventory->packages.at[slot->number].last);
    }
}

/* Adds the components from first to end, BATCH at most. */
static void add_batch(struct inventory *inventory, struct stored_sbom *stored,
    const struct sbom *sbom, size_t first, size_t end)
{
    struct candidate candidates[BATCH];
    size_t count = 0;
    if ((inventory->packages.len + BATCH) * 4 >= inventory->slot_room * 3)
        grow(inventory);
    buf_cut(&inventory->scratch, 0);
    for (size_t i = first; i < end; i++) {
        const struct sbom_component *component = &sbom->components[i];
        if (!component->is_package || component->owner_package.len)
            stored->group_count++;
        else if (component->ecosystem.len && component->package.len)
            candidates[count++] = candidate_of(inventory, component, (uint32_t)i);
        else
            add_unnamed(inventory, component->oddity, (uint32_t)i);
    }
    fetch(inventory, candidates, count);
    for (size_t i = 0; i < count && !inventory->arena.is_spent; i++) {
        uint32_t at = candidates[i].component;
        uint32_t number = package_of(inventory, &sbom->components[at], &candidates[i]);
        add_entry(inventory, stored, number, at);
    }
}

static bool check_room(const struct inventory *inventory, size_t more, struct err *err)
{
    bool is_over =
        more >= NO_ENTRY - inventory->entries.len || more >= NO_ENTRY - inventory->unnamed.len;
    if (is_over || inventory_size_bytes(inventory) > inventory->cap_bytes)
        return err_set(err, ERR_LIMIT, "more SBOMs than the memory allowed for them holds");
    return arena_check(&inventory->arena, err);
}

bool inventory_add(struct inventory *inventory, const struct sbom *sbom, struct text name,
    uint32_t *ret_number, struct err *err)
{
    uint32_t number = (uint32_t)inventory->sboms.len;
    if (!check_room(inventory, sbom->component_count, err))
        return false;
    struct stored_sbom stored = {
        .name = arena_text(&inventory->arena, name),
        .component_count = sbom->component_count,
        .entry = inventory->entries.len,
        .unnamed = inventory->unnamed.len,
    };
    for (size_t i = 0; i < sbom->component_count && !inventory->arena.is_spent; i += BATCH) {
        size_t end = i + BATCH < sbom->component_count ? i + BATCH : sbom->component_count;
        add_batch(inventory, &stored, sbom, i, end);
    }
    *VEC_ADD(&inventory->sboms) = stored;
    if (!check_room(inventory, 0, err))
        return false;
    *ret_number = number;
    return true;
}

size_t inventory_sbom_count(const struct inventory *inventory)
{
    return inventory->sboms.len;
}

struct inventory_sbom inventory_sbom(const struct inventory *inventory, uint32_t number)
{
    const struct stored_sbom *stored = &inventory->sboms.at[number];
    bool is_last = number + 1 == inventory->sboms.len;
    size_t entry_end = is_last ? inventory->entries.len : stored[1].entry;
    size_t unnamed_end = is_last ? inventory->unnamed.len : stored[1].unnamed;
    return (struct inventory_sbom){
        .name = stored->name,
        .component_count = stored->component_count,
        .group_count = stored->group_count,
        .distinct_count = stored->distinct_count,
        .entries = entry_end > stored->entry ? &inventory->entries.at[stored->entry] : NULL,
        .entry_count = entry_end - stored->entry,
        .unnamed = unnamed_end > stored->unnamed ? &inventory->unnamed.at[stored->unnamed] : NULL,
        .unnamed_count = unnamed_end - stored->unnamed,
    };
}

size_t inventory_package_count(const struct inventory *inventory)
{
    return inventory->packages.len;
}

const struct inventory_package *inventory_package(
    const struct inventory *inventory, uint32_t number)
{
    return &inventory->packages.at[number].texts;
}

size_t inventory_occurrence_count(const struct inventory *inventory, uint32_t package)
{
    return inventory->packages.at[package].count;
}

struct sbom_component inventory_component(const struct inventory *inventory, uint32_t package)
{
    const struct inventory_package *texts = inventory_package(inventory, package);
    return (struct sbom_component){
        .name = texts->package,
        .version = texts->version,
        .ecosystem = texts->ecosystem,
        .package = texts->package,
        .source_package = texts->source_package,
        .source_version = texts->source_version,
        .arch = texts->arch,
        .module = texts->module,
        .is_package = true,
        .parent = SBOM_ROOT,
    };
}

void inventory_walk_init(
    struct inventory_walk *walk, const struct inventory *inventory, uint32_t package)
{
    *walk = (struct inventory_walk){
        .inventory = inventory, .next = inventory->packages.at[package].first};
}

/* Returns the last SBOM from on whose entries begin at or before entry: in growing steps, since places lie far apart or
   close together. */
static uint32_t sbom_of(const struct inventory *inventory, uint32_t entry, uint32_t from)
{
    size_t low = from, step = 1, count = inventory->sboms.len;
    while (low + step < count && inventory->sboms.at[low + step].entry <= entry) {
        low += step;
        step *= 2;
    }
    size_t high = low + step < count ? low + step : count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (inventory->sboms.at[middle].entry <= entry)
            low = middle;
        else
            high = middle;
    }
    return (uint32_t)low;
}

bool inventory_walk_next(struct inventory_walk *walk, struct inventory_place *ret_place)
{
    if (walk->next == NO_ENTRY)
        return false;
    const struct inventory_entry *entry = &walk->inventory->entries.at[walk->next];
    walk->sbom = sbom_of(walk->inventory, walk->next, walk->sbom);
    *ret_place = (struct inventory_place){walk->sbom, entry->component};
    walk->next = entry->next;
    return true;
}

size_t inventory_reason_count(const struct inventory *inventory)
{
    return inventory->reason_list.len;
}

struct inventory_reason inventory_reason(const struct inventory *inventory, uint32_t number)
{
    return inventory->reason_list.at[number];
}
