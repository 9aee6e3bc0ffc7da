/* SPDX-License-Identifier: Apache-2.0 */
/* Which product of endoflife.date a release of a distribution is. */
#include "advisory/eol.h"

/* Products whose cycles are called as OSV calls the release, but for what stands in front of it and behind. */
static const struct product {
    const char *front, *behind, *name;
} products[] = {
    {"Debian:", "", "debian"},
    {"Ubuntu:Pro:", ":LTS", "ubuntu"},
    {"Ubuntu:Pro:", "", "ubuntu"},
    {"Ubuntu:", ":LTS", "ubuntu"},
    {"Ubuntu:", "", "ubuntu"},
    {"Alpine:v", "", "alpine-linux"},
    {"AlmaLinux:", "", "almalinux"},
    {"Rocky Linux:", "", "rocky-linux"},
    {"Red Hat:enterprise_linux:", "", "rhel"},
    {"Oracle Linux:", "", "oracle-linux"},
    {"Amazon Linux:", "", "amazon-linux"},
    {"Fedora:", "", "fedora"},
    {"Mageia:", "", "mageia"},
    {"Photon OS:", "", "vmware-photon"},
    {"openSUSE:Leap Micro ", "", NULL},
    {"openSUSE:Leap ", "", "opensuse"},
    {"SUSE:Linux Enterprise Server ", "", "sles"},
    {"SUSE:Linux Enterprise Micro ", "", "suse-linux-micro"},
    {"SUSE:Linux Micro ", "", "suse-linux-micro"},
    {"CentOS:9", "", "centos-stream"},
    {"CentOS:10", "", "centos-stream"},
    {"CentOS:", "", "centos"},
};

/* "15 SP7" as "15.7", and "15" as "15.0". */
static struct text with_point(struct text release, struct arena *arena)
{
    ptrdiff_t pack = text_find_text(release, TEXT(" SP"));
    if (pack < 0)
        return text_find(release, '.') < 0 ? arena_join(arena, release, ".", TEXT("0")) : release;
    return arena_join(
        arena, text_slice(release, 0, (size_t)pack), ".", text_from(release, (size_t)pack + 3));
}

bool eol_of_ecosystem(
    struct text ecosystem, struct text *ret_product, struct text *ret_cycle, struct arena *arena)
{
    for (size_t i = 0; i < LEN_OF(products); i++) {
        struct text front = text_of(products[i].front), behind = text_of(products[i].behind);
        if (!text_starts(ecosystem, front) || !text_ends(ecosystem, behind) ||
            ecosystem.len < front.len + behind.len)
            continue;
        if (!products[i].name)
            return false;
        struct text release = text_slice(ecosystem, front.len, ecosystem.len - behind.len);
        *ret_product = text_of(products[i].name);
        if (text_is(*ret_product, "centos-stream")) {
            if (release.len)
                continue;
            release = text_from(ecosystem, strlen("CentOS:"));
        }
        bool is_sles = text_is(*ret_product, "sles");
        bool is_first_amazon = text_is(*ret_product, "amazon-linux") && text_is(release, "1");
        *ret_cycle = is_first_amazon ? TEXT("2018.03")
                     : is_sles       ? with_point(release, arena)
                                     : release;
        return ret_cycle->len > 0;
    }
    return false;
}
