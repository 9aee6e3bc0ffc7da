/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/cyclonedx_member.h"

static const struct text keys[CYCLONEDX_MEMBERS] = {
    [CYCLONEDX_MEMBER_REF] = JSON_KEY("bom-ref"),
    [CYCLONEDX_MEMBER_TYPE] = JSON_KEY("type"),
    [CYCLONEDX_MEMBER_SUPPLIER] = JSON_KEY("supplier"),
    [CYCLONEDX_MEMBER_MANUFACTURER] = JSON_KEY("manufacturer"),
    [CYCLONEDX_MEMBER_AUTHORS] = JSON_KEY("authors"),
    [CYCLONEDX_MEMBER_AUTHOR] = JSON_KEY("author"),
    [CYCLONEDX_MEMBER_PUBLISHER] = JSON_KEY("publisher"),
    [CYCLONEDX_MEMBER_GROUP] = JSON_KEY("group"),
    [CYCLONEDX_MEMBER_NAME] = JSON_KEY("name"),
    [CYCLONEDX_MEMBER_VERSION] = JSON_KEY("version"),
    [CYCLONEDX_MEMBER_DESCRIPTION] = JSON_KEY("description"),
    [CYCLONEDX_MEMBER_SCOPE] = JSON_KEY("scope"),
    [CYCLONEDX_MEMBER_HASHES] = JSON_KEY("hashes"),
    [CYCLONEDX_MEMBER_LICENSES] = JSON_KEY("licenses"),
    [CYCLONEDX_MEMBER_COPYRIGHT] = JSON_KEY("copyright"),
    [CYCLONEDX_MEMBER_CPE] = JSON_KEY("cpe"),
    [CYCLONEDX_MEMBER_PURL] = JSON_KEY("purl"),
    [CYCLONEDX_MEMBER_OMNIBOR] = JSON_KEY("omniborId"),
    [CYCLONEDX_MEMBER_SWH] = JSON_KEY("swhid"),
    [CYCLONEDX_MEMBER_SWID] = JSON_KEY("swid"),
    [CYCLONEDX_MEMBER_PEDIGREE] = JSON_KEY("pedigree"),
    [CYCLONEDX_MEMBER_REFERENCES] = JSON_KEY("externalReferences"),
    [CYCLONEDX_MEMBER_COMPONENTS] = JSON_KEY("components"),
    [CYCLONEDX_MEMBER_EVIDENCE] = JSON_KEY("evidence"),
    [CYCLONEDX_MEMBER_PROPERTIES] = JSON_KEY("properties"),
};

const char *cyclonedx_member_key(enum cyclonedx_member member)
{
    return keys[member].at;
}

void cyclonedx_member_pick(yyjson_val *object, yyjson_val *ret_values[CYCLONEDX_MEMBERS])
{
    json_pick(object, keys, CYCLONEDX_MEMBERS, ret_values);
}
