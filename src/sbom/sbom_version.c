/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_version.h"

/* -- gems -- */

/* The first word of a Gem::Platform: a processor, or a system that has none. */
static const char *const platforms[] = {"aarch64", "amd64", "arm", "arm64", "armv5", "armv6",
    "armv7", "armv7l", "armv8", "dalvik", "darwin", "dotnet", "i386", "i486", "i586", "i686",
    "java", "jruby", "linux", "loongarch64", "mingw32", "mswin32", "mswin64", "powerpc",
    "powerpc64", "ppc", "ppc64", "ppc64le", "riscv64", "ruby", "s390x", "sparc", "universal", "x64",
    "x86", "x86_64"};

/* RubyGems writes a hyphen into versions for a pre-release too, so what follows it must be a platform. */
static struct text without_platform(struct text version)
{
    struct text rest = version, front = text_cut(&rest, '-');
    struct text word = text_cut(&rest, '-');
    for (size_t i = 0; front.len && word.len && i < LEN_OF(platforms); i++)
        if (text_is(word, platforms[i]))
            return front;
    return version;
}

/* -- Go -- */

static struct text cut_digits(struct text *rest)
{
    size_t len = 0;
    while (len < rest->len && text_is_digit(rest->at[len]))
        len++;
    struct text digits = text_slice(*rest, 0, len);
    *rest = text_from(*rest, len);
    return digits;
}

/* "1.22rc1" and "1.21.0rc2" are of Go, before and since 1.21; its advisories say 1.22.0-rc.1 and 1.21.0-rc.2. */
static struct text go_release(struct text version, struct arena *arena)
{
    static const char *const words[] = {"rc", "beta"};
    struct text front = version;
    if (text_starts(version, TEXT("go")) && version.len > 2 && text_is_digit(version.at[2]))
        front = version = text_from(version, 2);
    struct text rest = version, numbers = {version.at, 0};
    int count = 0;
    for (; count < 3 && rest.len && text_is_digit(rest.at[0]); count++) {
        struct text digits = cut_digits(&rest);
        numbers.len = (size_t)(digits.at + digits.len - version.at);
        if (!rest.len || rest.at[0] != '.')
            break;
        rest = text_from(rest, 1);
    }
    for (size_t i = 0; i < LEN_OF(words); i++) {
        struct text word = text_of(words[i]), number = text_from(rest, word.len);
        if (!text_starts(rest, word) || !number.len || cut_digits(&number).len == 0 || number.len)
            continue;
        return arena_format(arena, "%.*s%s-%s.%.*s", TEXT_ARG(numbers), count < 2 ? ".0" : "",
            words[i], TEXT_ARG(text_from(rest, word.len)));
    }
    return front;
}

struct text sbom_version_plain(
    struct text ecosystem, struct text package, struct text version, struct arena *arena)
{
    if (text_is(ecosystem, "RubyGems"))
        return without_platform(version);
    if (text_is(ecosystem, "Go") && (text_is(package, "stdlib") || text_is(package, "toolchain")))
        return go_release(version, arena);
    return version;
}
