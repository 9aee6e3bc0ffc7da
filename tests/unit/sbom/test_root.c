/* SPDX-License-Identifier: Apache-2.0 */
/* The package databases of machines and images, in folders made for it. */
#include "sbom/root.h"

#include <fcntl.h>

#include "base/limits.h"
#include "folder.h"

#define DEBIAN                                                                                     \
    "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\nVERSION_ID=\"12\"\n# nothing\n"
#define STATUS "var/lib/dpkg/status"
#define APK "lib/apk/db/installed"

struct world {
    struct folder folder;
    struct arena arena;
    struct sbom sbom;
};

static struct world world_new(void)
{
    struct world world = {.folder = folder_new()};
    arena_init(&world.arena, LIMIT_SBOM_ARENA);
    return world;
}

static void world_done(struct world *world)
{
    arena_done(&world->arena);
    folder_done(&world->folder);
}

static void put(struct world *world, const char *path, const char *text)
{
    folder_write(&world->folder, path, text_of(text));
}

static void read_world(struct world *world)
{
    struct err err;
    if (!root_read(&world->sbom, world->folder.path, &world->arena, &err))
        fail_msg("%s", err.text);
}

static void assert_refused(struct world *world, enum err_code code, const char *why)
{
    struct err err = {0};
    assert_false(root_read(&world->sbom, world->folder.path, &world->arena, &err));
    if (!strstr(err.text, why))
        fail_msg("\"%s\" does not say \"%s\"", err.text, why);
    assert_int_equal(err.code, code);
}

static const struct sbom_component *find(const struct world *world, const char *name)
{
    for (size_t i = 0; i < world->sbom.component_count; i++)
        if (text_is(world->sbom.components[i].name, name))
            return &world->sbom.components[i];
    fail_msg("there is no %s", name);
    return NULL;
}

static bool depends(const struct world *world, const char *from, const char *to)
{
    const struct sbom_component *all = world->sbom.components;
    uint32_t a = (uint32_t)(find(world, from) - all), b = (uint32_t)(find(world, to) - all);
    for (size_t i = 0; i < world->sbom.edge_count; i++)
        if (world->sbom.edges[i].from == a && world->sbom.edges[i].to == b)
            return true;
    return false;
}

static void test_dpkg(void **state)
{
    (void)state;
    struct world world = world_new();
    put(&world, "usr/lib/os-release", DEBIAN);
    put(&world, STATUS,
        "Package: curl\nStatus: install ok installed\nArchitecture: amd64\n"
        "Version: 7.88.1-10+deb12u5\nMaintainer: The Curl Team <curl@example.org>\n"
        "Homepage: https://curl.se/\nDepends: libcurl4 (= 7.88.1-10+deb12u5), zlib1g:any | other, "
        "nothing, awk\nDescription: a tool\n more\n\n"
        "Package: libcurl4\nStatus: install ok half-configured\nArchitecture: amd64\n"
        "Source: curl\nVersion: 7.88.1-10+deb12u5\nPre-Depends: libcurl-ring\n\n"
        "Package: libcurl-ring\nStatus: hold ok installed\nArchitecture: all\nVersion: 1\n"
        "Depends: libcurl4\n\n\n"
        "Package: zlib1g\nStatus: install ok installed\nArchitecture: amd64\n"
        "Source: zlib (1:1.2.13.dfsg-1)\nVersion: 1:1.2.13.dfsg-1+b1\n\n"
        "Package: mawk\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.3.4\n"
        "Provides: awk (= 1), x-awk\n\n"
        "Package: gone\nStatus: deinstall ok config-files\nArchitecture: amd64\nVersion: 1\n\n"
        "Package: never\nStatus: unknown ok not-installed\n");
    put(&world, "usr/share/doc/curl/copyright",
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n"
        "Files: *\nLicense: curl\n text\n\nFiles: a\nLicense: GPL-2+ or Artistic, and BSD\n\n"
        "License: curl\n License: none\n");
    put(&world, "usr/share/doc/zlib1g/copyright", "License: in words\n");
    assert_true(root_is(world.folder.path));
    read_world(&world);
    assert_int_equal(world.sbom.component_count, 6);
    assert_int_equal(world.sbom.skipped_count, 2);
    assert_int_equal(world.sbom.odd_count, 0);
    assert_text(world.sbom.os_name, "debian");
    assert_text(world.sbom.os_version, "12");
    const struct sbom_component *curl = find(&world, "curl"), *zlib = find(&world, "zlib1g");
    assert_text(curl->purl, "pkg:deb/debian/curl@7.88.1-10%2Bdeb12u5?arch=amd64&distro=debian-12");
    assert_text(curl->ecosystem, "Debian:12");
    assert_text(curl->license, "curl AND (GPL-2+ OR Artistic AND BSD)");
    assert_text(sbom_fact_first(&world.sbom, 1, SBOM_FACT_SUPPLIER), "The Curl Team");
    assert_text(sbom_fact_first(&world.sbom, 1, SBOM_FACT_DESCRIPTION), "a tool");
    assert_text(find(&world, "libcurl4")->source_package, "curl");
    assert_text(zlib->version, "1:1.2.13.dfsg-1+b1");
    assert_text(zlib->source_package, "zlib");
    assert_text(zlib->source_version, "1:1.2.13.dfsg-1");
    assert_text(zlib->license, "");
    assert_true(depends(&world, "curl", "libcurl4") && depends(&world, "curl", "zlib1g"));
    assert_true(depends(&world, "curl", "mawk") && depends(&world, "libcurl4", "libcurl-ring"));
    /* What nobody needs was wanted; of the rest, nothing. */
    assert_true(curl->is_direct && !zlib->is_direct && !find(&world, "mawk")->is_direct);
    world_done(&world);
}

static void test_a_ring_is_reached(void **state)
{
    (void)state;
    struct world world = world_new();
    put(&world, STATUS,
        "Package: a\nVersion: 1\nDepends: b\n\nPackage: b\nVersion: 1\nDepends: a, c\n\n"
        "Package: c\nVersion: 1\n");
    read_world(&world);
    assert_true(find(&world, "a")->is_direct);
    assert_false(find(&world, "b")->is_direct || find(&world, "c")->is_direct);
    /* Without an os-release it is Debian, of which release nobody knows. */
    assert_text(find(&world, "a")->purl, "pkg:deb/debian/a@1");
    assert_text(find(&world, "a")->ecosystem, "Debian");
    world_done(&world);
}

static void test_images_without_dpkg(void **state)
{
    (void)state;
    struct world world = world_new();
    put(&world, "etc/os-release", DEBIAN);
    put(&world, "var/lib/dpkg/status.d/tzdata", "Package: tzdata\nVersion: 2024a-0\n");
    put(&world, "var/lib/dpkg/status.d/tzdata.md5sums", "0123  usr/x\n");
    put(&world, "var/lib/dpkg/status.d/base",
        "Package: base-files\nVersion: 12.4\nArchitecture: amd64");
    read_world(&world);
    assert_int_equal(world.sbom.component_count, 3);
    assert_text(world.sbom.components[1].name, "base-files");
    assert_text(find(&world, "tzdata")->purl, "pkg:deb/debian/tzdata@2024a-0?distro=debian-12");
    put(&world, "var/lib/dpkg/status.d/bad", "Package: x\nVersion: 1\nno colon\n");
    assert_refused(&world, ERR_SYNTAX, ": var/lib/dpkg/status.d/bad:3: is no field");
    world_done(&world);
}

static void test_apk(void **state)
{
    (void)state;
    struct world world = world_new();
    put(&world, "etc/os-release", "ID=alpine\nVERSION_ID=3.19.1\n");
    put(&world, APK,
        "C:Q1abc=\nP:busybox\nV:1.36.1-r15\nA:x86_64\nS:1\nL:GPL-2.0-only\no:busybox\n"
        "m:Natanael <n@example.org>\nU:https://busybox.net/\nT:Size optimized toolbox\n"
        "D:so:libc.musl-x86_64.so.1 !uclibc\np:cmd:busybox=1.36.1-r15 /bin/sh\n"
        "F:bin\nR:busybox\na:0:0:755\nZ:Q1x=\n\n"
        "P:musl\nV:1.2.4_git20230717-r4\nA:x86_64\np:so:libc.musl-x86_64.so.1=1\n\n"
        "P:ssl_client\nV:1.36.1-r15\nA:x86_64\no:busybox\nD:busybox=1.36.1-r15 /bin/sh missing>1\n");
    read_world(&world);
    assert_int_equal(world.sbom.component_count, 4);
    const struct sbom_component *client = find(&world, "ssl_client");
    assert_text(client->purl,
        "pkg:apk/alpine/ssl_client@1.36.1-r15?arch=x86_64&distro=alpine-3.19.1&upstream=busybox");
    assert_text(client->ecosystem, "Alpine:v3.19");
    assert_text(client->source_package, "busybox");
    assert_text(find(&world, "busybox")->license, "GPL-2.0-only");
    assert_true(depends(&world, "busybox", "musl") && depends(&world, "ssl_client", "busybox"));
    assert_true(client->is_direct && !find(&world, "musl")->is_direct);
    put(&world, APK, "P:a\nV:1\n\nPa\n");
    assert_refused(&world, ERR_SYNTAX, ": lib/apk/db/installed:4: is no field");
    put(&world, APK, "P:a\nV:1\n\nP:b\n");
    assert_refused(&world, ERR_SYNTAX, ": lib/apk/db/installed:4: its version: is missing");
    world_done(&world);
}

static void test_what_is_no_root(void **state)
{
    (void)state;
    struct world world = world_new();
    assert_false(root_is(world.folder.path));
    assert_false(root_is("/nowhere/at/all"));
    assert_refused(&world, ERR_NOT_FOUND, "there is no package database in this folder");
    put(&world, STATUS, "");
    read_world(&world);
    assert_int_equal(world.sbom.component_count, 1);
    assert_false(root_is(folder_path(&world.folder, STATUS)));
    world_done(&world);
}

/* An image may have any link in it: none leads out. */
static void test_links_stay_inside(void **state)
{
    (void)state;
    struct world world = world_new();
    put(&world, "real/status", "Package: inside\nVersion: 1\n");
    put(&world, "var/lib/dpkg/x", "");
    assert_int_equal(symlink("/real/status", folder_path(&world.folder, STATUS)), 0);
    read_world(&world);
    find(&world, "inside");
    struct world other = world_new();
    put(&other, "status", "Package: outside\nVersion: 1\n");
    put(&other, "os-release", "ID=outside\n");
    assert_int_equal(unlink(folder_path(&world.folder, STATUS)), 0);
    assert_int_equal(
        symlink(folder_path(&other.folder, "status"), folder_path(&world.folder, STATUS)), 0);
    assert_false(root_is(world.folder.path));
    assert_int_equal(unlink(folder_path(&world.folder, STATUS)), 0);
    assert_int_equal(
        symlink("../../../../../../../../real/status", folder_path(&world.folder, STATUS)), 0);
    put(&world, "etc/x", "");
    assert_int_equal(symlink(folder_path(&other.folder, "os-release"),
                         folder_path(&world.folder, "etc/os-release")),
        0);
    read_world(&world);
    find(&world, "inside");
    assert_text(world.sbom.os_name, "debian");
    world_done(&other);
    world_done(&world);
}

/* A pipe would make its reader wait for ever. */
static void test_no_files(void **state)
{
    (void)state;
    struct world world = world_new();
    put(&world, "var/lib/dpkg/x", "");
    assert_int_equal(mkfifo(folder_path(&world.folder, STATUS), 0600), 0);
    assert_refused(&world, ERR_USAGE, "var/lib/dpkg/status: is not a file");
    assert_int_equal(unlink(folder_path(&world.folder, STATUS)), 0);
    assert_int_equal(mkdir(folder_path(&world.folder, STATUS), 0700), 0);
    assert_refused(&world, ERR_USAGE, "var/lib/dpkg/status: is not a file");
    assert_int_equal(rmdir(folder_path(&world.folder, STATUS)), 0);
    assert_int_equal(symlink("status", folder_path(&world.folder, STATUS)), 0);
    assert_false(root_is(world.folder.path));
    world_done(&world);
}

/* Writes a database of one package whose version has so many bytes. */
static void put_long(struct world *world, size_t bytes)
{
    struct buf text;
    buf_init(&text, SIZE_MAX);
    buf_format(&text, "Package: a\nVersion: %0*d\n", (int)bytes, 1);
    folder_write(&world->folder, STATUS, buf_text(&text));
    buf_done(&text);
}

static void test_hostile_fields(void **state)
{
    (void)state;
    static const struct {
        const char *text, *why;
        size_t len;
        enum err_code code;
    } cases[] = {
        {"Package: a\n", "status:1: its version: is missing", 0, ERR_SYNTAX},
        {"\n\nVersion: 1\n", "status:3: its name: is missing", 0, ERR_SYNTAX},
        {"Package: a\xff\nVersion: 1\n", "status:1: its name: is not UTF-8", 0, ERR_SYNTAX},
        {"Package: a\0b\nVersion: 1\n", "status:1: its name: is not UTF-8", 24, ERR_SYNTAX},
        {"{}", "status:1: is no field", 0, ERR_SYNTAX},
        {": x\n", "status:1: is no field", 0, ERR_SYNTAX},
    };
    struct world world = world_new();
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        size_t len = cases[i].len ? cases[i].len : strlen(cases[i].text);
        folder_write(&world.folder, STATUS, (struct text){cases[i].text, len});
        assert_refused(&world, cases[i].code, cases[i].why);
    }
    put_long(&world, LIMIT_VERSION_BYTES);
    read_world(&world);
    put_long(&world, LIMIT_VERSION_BYTES + 1);
    assert_refused(&world, ERR_LIMIT, "status:1: its version: longer than 512 bytes");
    put(&world, STATUS, "Package: a\nVersion: 1\nHomepage: \xff\nArchitecture: \xff\n");
    read_world(&world);
    assert_int_equal(world.sbom.ignored_count, 2);
    put(&world, "etc/os-release", "ID=\"a b\"\n");
    assert_refused(&world, ERR_SYNTAX, "etc/os-release: ID and VERSION_ID may have");
    world_done(&world);
}

static void test_large_files(void **state)
{
    (void)state;
    struct world world = world_new();
    put(&world, STATUS, "Package: a\nVersion: 1\n");
    put(&world, "etc/os-release", DEBIAN);
    const char *path = folder_path(&world.folder, "etc/os-release");
    assert_int_equal(truncate(path, (off_t)LIMIT_OS_RELEASE_BYTES), 0);
    read_world(&world);
    assert_int_equal(truncate(path, (off_t)LIMIT_OS_RELEASE_BYTES + 1), 0);
    assert_refused(&world, ERR_LIMIT, "etc/os-release: larger than");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(truncate(folder_path(&world.folder, STATUS), (off_t)LIMIT_SBOM_BYTES + 1), 0);
    assert_refused(&world, ERR_LIMIT, "status: larger than");
    world_done(&world);
}

/* A copyright file over its limit, or with more names than a licence may have, says nothing. */
static void test_long_copyrights(void **state)
{
    (void)state;
    struct world world = world_new();
    struct buf text;
    buf_init(&text, SIZE_MAX);
    buf_add_z(&text, "Format: x\nLicense: MIT\n");
    put(&world, STATUS, "Package: a\nVersion: 1\n");
    const char *path = folder_write(&world.folder, "usr/share/doc/a/copyright", buf_text(&text));
    read_world(&world);
    assert_text(find(&world, "a")->license, "MIT");
    assert_int_equal(truncate(path, (off_t)LIMIT_COPYRIGHT_BYTES + 1), 0);
    read_world(&world);
    assert_text(find(&world, "a")->license, "");
    for (int i = 0; i < 300; i++)
        buf_format(&text, "License: L%d\n", i);
    folder_write(&world.folder, "usr/share/doc/a/copyright", buf_text(&text));
    read_world(&world);
    assert_text(find(&world, "a")->license, "");
    buf_done(&text);
    put(&world, STATUS, "Package: ../../../etc\nVersion: 1\n");
    read_world(&world);
    world_done(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dpkg),
        cmocka_unit_test(test_a_ring_is_reached),
        cmocka_unit_test(test_images_without_dpkg),
        cmocka_unit_test(test_apk),
        cmocka_unit_test(test_what_is_no_root),
        cmocka_unit_test(test_links_stay_inside),
        cmocka_unit_test(test_no_files),
        cmocka_unit_test(test_hostile_fields),
        cmocka_unit_test(test_large_files),
        cmocka_unit_test(test_long_copyrights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
