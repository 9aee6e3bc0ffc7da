/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_source.h"

#include "base/limits.h"

/* Where in struct sbom_source the value of a property goes. */
static const struct {
    struct text name;
    size_t at;
} slots[] = {
    {JSON_KEY("aquasecurity:trivy:SrcName"), offsetof(struct sbom_source, name)},
    {JSON_KEY("aquasecurity:trivy:SrcVersion"), offsetof(struct sbom_source, version)},
    {JSON_KEY("aquasecurity:trivy:SrcRelease"), offsetof(struct sbom_source, release)},
    {JSON_KEY("aquasecurity:trivy:SrcEpoch"), offsetof(struct sbom_source, epoch)},
    {JSON_KEY("aquasecurity:trivy:FilePath"), offsetof(struct sbom_source, path)},
    {JSON_KEY("syft:metadata:source"), offsetof(struct sbom_source, name)},
    {JSON_KEY("syft:metadata:sourceVersion"), offsetof(struct sbom_source, version)},
    {JSON_KEY("syft:metadata:originPackage"), offsetof(struct sbom_source, name)},
    {JSON_KEY("syft:location:0:path"), offsetof(struct sbom_source, path)},
};

static struct text *find_slot(struct sbom_source *source, struct text name)
{
    for (size_t i = 0; i < LEN_OF(slots); i++)
        if (text_eq(slots[i].name, name))
            return (struct text *)((char *)source + slots[i].at);
    return NULL;
}

struct text sbom_source_module(struct text label)
{
    struct text rest = label;
    struct text name = text_cut(&rest, ':');
    struct text stream = rest.at ? text_cut(&rest, ':') : rest;
    if (!name.len || !stream.len)
        return (struct text){"", 0};
    return text_slice(label, 0, name.len + 1 + stream.len);
}

static bool is_module_label(struct text name)
{
    return text_is(name, "aquasecurity:trivy:Modularitylabel") ||
           text_is(name, "syft:metadata:modularityLabel");
}

bool sbom_source_is_property(struct text name)
{
    struct sbom_source source;
    return find_slot(&source, name) || is_module_label(name) ||
           text_is(name, "syft:metadata:sourceRpm") || text_is(name, "aquasecurity:trivy:Class");
}

void sbom_source_read_property(struct sbom_source *source, struct text name, struct text value)
{
    struct text *slot = find_slot(source, name);
    if (value.len > LIMIT_NAME_BYTES || text_find(value, '\0') >= 0)
        return;
    if (slot)
        *slot = value;
    else if (text_is(name, "syft:metadata:sourceRpm"))
        sbom_source_read_upstream(source, value);
    else if (text_is(name, "aquasecurity:trivy:Class"))
        source->is_group = true;
    else if (is_module_label(name))
        source->module = sbom_source_module(value);
}

static const struct text bsi_names[SBOM_SOURCE_BSI] = {
    [SBOM_SOURCE_FILE_NAME] = JSON_KEY("bsi:component:filename"),
    JSON_KEY("bsi:component:executable"),
    JSON_KEY("bsi:component:archive"),
    JSON_KEY("bsi:component:structured"),
};

struct text sbom_source_bsi_name(size_t index)
{
    return bsi_names[index];
}

static void read_bsi(struct sbom_source *source, struct text name, struct text value)
{
    for (size_t i = 0; i < SBOM_SOURCE_BSI; i++)
        if (text_eq(name, bsi_names[i]) && text_find(value, '\0') < 0)
            source->bsi[i] = value;
}

size_t sbom_source_read_properties(struct sbom_source *source, yyjson_val *properties)
{
    yyjson_val *item;
    size_t i, count, nameless = SIZE_MAX;
    yyjson_arr_foreach(properties, i, count, item)
    {
        struct text name = json_get_text(item, "name");
        if (!name.len && nameless == SIZE_MAX)
            nameless = i;
        if (text_starts(name, TEXT("aquasecurity:trivy:")) ||
            text_starts(name, TEXT("syft:metadata:")) || text_is(name, "syft:location:0:path"))
            sbom_source_read_property(source, name, json_get_text(item, "value"));
        else if (text_is(name, "syft:package:type"))
            source->is_action = text_is(json_get_text(item, "value"), "github-action");
        else if (text_starts(name, TEXT("bsi:component:")))
            read_bsi(source, name, json_get_text(item, "value"));
    }
    return nameless;
}

/* The first of the files that Syft found a package by. */
static void read_acquired(struct sbom_source *source, struct text info)
{
    ptrdiff_t colon = text_find_text(info, TEXT(": /"));
    if (colon < 0)
        return;
    struct text rest = text_from(info, (size_t)colon + 2);
    struct text path = text_cut(&rest, ',');
    if (path.len <= LIMIT_NAME_BYTES)
        source->path = path;
}

void sbom_source_read_info(struct sbom_source *source, struct text info)
{
    static const struct text start = {"built package from: ", 20};
    if (text_starts(info, TEXT("acquired package info from ")))
        read_acquired(source, info);
    if (!text_starts(info, start) || info.len > LIMIT_NAME_BYTES)
        return;
    struct text rest = text_from(info, start.len);
    struct text name = text_cut(&rest, ' ');
    if (!name.len || !rest.len || text_find(rest, ' ') >= 0)
        return;
    source->name = name;
    source->version = rest;
}

void sbom_source_read_annotation(struct sbom_source *source, struct text comment)
{
    struct text rest = comment;
    struct text name = text_cut(&rest, ':');
    struct text value = rest.at ? text_trim(rest) : (struct text){"", 0};
    if (value.len > LIMIT_NAME_BYTES)
        return;
    if (text_is(name, "Modularitylabel"))
        source->module = sbom_source_module(value);
    else if (text_is(name, "FilePath"))
        source->path = value;
}

/* name-version-release, none of the last two with a hyphen. */
static void read_source_rpm(struct sbom_source *source, struct text nvr)
{
    ptrdiff_t release = text_find_last(nvr, '-');
    ptrdiff_t version = release > 0 ? text_find_last(text_slice(nvr, 0, (size_t)release), '-') : -1;
    if (version <= 0)
        return;
    source->name = text_slice(nvr, 0, (size_t)version);
    source->version = text_from(nvr, (size_t)version + 1);
}

void sbom_source_read_upstream(struct sbom_source *source, struct text upstream)
{
    static const struct text ending = {".src.rpm", 8};
    if (text_ends(upstream, ending)) {
        read_source_rpm(source, text_slice(upstream, 0, upstream.len - ending.len));
        return;
    }
    struct text rest = upstream;
    source->name = text_cut(&rest, '@');
    source->version = rest.at ? rest : (struct text){"", 0};
}

void sbom_source_apply(
    const struct sbom_source *source, struct sbom_component *component, struct arena *arena)
{
    bool has_epoch = source->epoch.len && !text_is(source->epoch, "0");
    static const struct text github = JSON_KEY("pkg:github/");
    if (source->is_action && text_starts(component->purl, github))
        component->purl = arena_join(
            arena, TEXT("pkg:githubactions/"), "", text_from(component->purl, github.len));
    if (source->path.len)
        component->path = source->path;
    if (source->module.len)
        component->module = source->module;
    if (!source->name.len)
        return;
    component->source_package = source->name;
    component->source_version = source->version;
    if (!source->version.len || (!has_epoch && !source->release.len))
        return;
    struct text version = source->version;
    if (has_epoch)
        version = arena_join(arena, source->epoch, ":", version);
    component->source_version = arena_join(arena, version, "-", source->release);
}

/* -- what is signed -- */

/* What was signed has a hyphen where the signed source has a plus: "6.1.76-1" of 6.1.76+1, and behind the number of the signing
   "2.06-13+deb12u1" of 1+2.06+13+deb12u1. */
static struct text signed_version(struct text version, bool has_number, struct arena *arena)
{
    if (has_number)
        (void)text_cut(&version, '+');
    struct text rest = version, upstream = text_cut(&rest, '+');
    return rest.at ? arena_join(arena, upstream, "-", rest) : upstream;
}

void sbom_source_unsign(struct sbom_component *component, struct arena *arena)
{
    bool is_debian = text_starts(component->ecosystem, TEXT("Debian"));
    struct text source = component->source_package, version = component->source_version;
    struct text kernel = TEXT("linux-signed");
    if (!source.len)
        source = component->package; /* they are called alike */
    if (!version.len)
        version = component->version;
    if (is_debian && text_starts(source, TEXT("linux-signed-"))) {
        component->source_package = TEXT("linux");
        component->source_version = signed_version(version, false, arena);
    } else if (is_debian && text_starts(source, TEXT("grub-efi-")) &&
               text_ends(source, TEXT("-signed"))) {
        component->source_package = TEXT("grub2");
        component->source_version = signed_version(version, true, arena);
    } else if (text_starts(component->ecosystem, TEXT("Ubuntu")) && text_starts(source, kernel)) {
        component->source_package =
            arena_join(arena, TEXT("linux"), "", text_from(source, kernel.len));
        component->source_version = version;
    }
}
