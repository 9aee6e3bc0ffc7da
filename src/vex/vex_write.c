/* SPDX-License-Identifier: Apache-2.0 */
#include "vex/vex_write.h"

#include "vex/csaf_write.h"
#include "vex/cyclonedx_vex_write.h"
#include "vex/openvex_write.h"

static const struct {
    void (*write)(struct buf *out, const struct vex *vex);
    const char *type, *ending;
} formats[VEX_FORMATS] = {
    [VEX_OPENVEX] = {openvex_write, "application/json", ".openvex.json"},
    [VEX_CSAF] = {csaf_write, "application/json", ".csaf.json"},
    [VEX_CYCLONEDX] = {cyclonedx_vex_write, "application/vnd.cyclonedx+json", ".cdx.json"},
};

const char *vex_write_type(enum vex_format format)
{
    return formats[format].type;
}

const char *vex_write_ending(enum vex_format format)
{
    return formats[format].ending;
}

bool vex_write_is_cve(struct text id)
{
    size_t digits = 0;
    if (!text_starts(id, TEXT("CVE-")) || id.len < 13 || id.at[8] != '-')
        return false;
    for (size_t i = 4; i < id.len; i++)
        digits += text_is_digit(id.at[i]);
    return digits == id.len - 5;
}

/* Whether no two products have components in them. */
static bool has_one_subject(const struct vex *vex)
{
    uint32_t subject = VEX_NONE;
    for (size_t s = 0; s < vex->statement_count; s++)
        for (size_t t = 0; t < vex->statements[s].target_count; t++) {
            const struct vex_target *target = &vex->statements[s].targets[t];
            if (target->component == VEX_NONE)
                continue;
            if (subject != VEX_NONE && subject != target->product)
                return false;
            subject = target->product;
        }
    return true;
}

bool vex_write(struct buf *out, enum vex_format format, const struct vex *vex, struct err *err)
{
    if (format == VEX_CYCLONEDX && !has_one_subject(vex))
        return err_set(err, ERR_CONFLICT,
            "a CycloneDX document is of one product, and these are several: name one part");
    formats[format].write(out, vex);
    return buf_check(out, err);
}
