/* SPDX-License-Identifier: Apache-2.0 */
#include "read_document.h"

#include <stdio.h>

#include "base/limits.h"

/* CycloneDX with nothing but a reference, a name, a version and a package URL: the hardest, since all of it is read. */
static void make_component(struct buf *out, size_t i, bool is_xml)
{
    static const char *const types[] = {"npm", "golang/github.com/some", "maven/org.example",
        "deb/debian", "pypi", "cargo", "gem", "composer/vendor"};
    const char *type = types[i % LEN_OF(types)];
    const char *end = !text_starts(text_of(type), TEXT("deb/")) ? ""
                      : is_xml                                  ? "?arch=amd64&amp;distro=debian-12"
                                                                : "?arch=amd64&distro=debian-12";
    char purl[200];
    snprintf(purl, sizeof purl, "pkg:%s/package-%zu@1.%zu.3%s", type, i / 3, i % 50, end);
    if (is_xml)
        buf_format(out,
            "<component type=\"library\" bom-ref=\"%s\"><name>package-%zu</name>"
            "<version>1.%zu.3</version><purl>%s</purl></component>",
            purl, i / 3, i % 50, purl);
    else
        buf_format(out,
            "%s{\"type\":\"library\",\"bom-ref\":\"%s\",\"name\":\"package-%zu\",\"version\":\"1.%zu.3\","
            "\"purl\":\"%s\"}",
            i ? "," : "", purl, i / 3, i % 50, purl);
}

static void make_bare(struct buf *out, size_t count, bool is_xml)
{
    buf_add_z(out, is_xml
                       ? "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\"><components>"
                       : "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"components\":[");
    for (size_t i = 0; i < count; i++)
        make_component(out, i, is_xml);
    buf_add_z(out, is_xml ? "</components></bom>" : "]}");
}

bool read_document_make(struct buf *out, struct text name)
{
    struct text rest = name, word = text_cut(&rest, ':');
    uint64_t count;
    if (!rest.at || !text_read_u64(rest, &count) || count > LIMIT_SBOM_COMPONENTS)
        return false;
    bool is_xml = text_is(word, "xml");
    if (!is_xml && !text_is(word, "bare"))
        return false;
    make_bare(out, count, is_xml);
    return true;
}
