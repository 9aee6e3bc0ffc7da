/* SPDX-License-Identifier: Apache-2.0 */
/* The members of a CycloneDX component, found in one go. Example: cyclonedx_member_pick(object, values); values[CYCLONEDX_MEMBER_PURL] */
#ifndef SBOM_CYCLONEDX_MEMBER_H
#define SBOM_CYCLONEDX_MEMBER_H

#include "codec/json.h"

/* In the order in which most producers write them. */
enum cyclonedx_member {
    CYCLONEDX_MEMBER_REF,
    CYCLONEDX_MEMBER_TYPE,
    CYCLONEDX_MEMBER_SUPPLIER,
    CYCLONEDX_MEMBER_MANUFACTURER,
    CYCLONEDX_MEMBER_AUTHORS,
    CYCLONEDX_MEMBER_AUTHOR,
    CYCLONEDX_MEMBER_PUBLISHER,
    CYCLONEDX_MEMBER_GROUP,
    CYCLONEDX_MEMBER_NAME,
    CYCLONEDX_MEMBER_VERSION,
    CYCLONEDX_MEMBER_DESCRIPTION,
    CYCLONEDX_MEMBER_SCOPE,
    CYCLONEDX_MEMBER_HASHES,
    CYCLONEDX_MEMBER_LICENSES,
    CYCLONEDX_MEMBER_COPYRIGHT,
    CYCLONEDX_MEMBER_CPE,
    CYCLONEDX_MEMBER_PURL,
    CYCLONEDX_MEMBER_OMNIBOR,
    CYCLONEDX_MEMBER_SWH,
    CYCLONEDX_MEMBER_SWID,
    CYCLONEDX_MEMBER_PEDIGREE,
    CYCLONEDX_MEMBER_REFERENCES,
    CYCLONEDX_MEMBER_COMPONENTS,
    CYCLONEDX_MEMBER_EVIDENCE,
    CYCLONEDX_MEMBER_PROPERTIES,
    CYCLONEDX_MEMBERS
};

const char *cyclonedx_member_key(enum cyclonedx_member member);

/* Gives the value of each, or NULL. object is an object. */
void cyclonedx_member_pick(yyjson_val *object, yyjson_val *ret_values[CYCLONEDX_MEMBERS]);

#endif
