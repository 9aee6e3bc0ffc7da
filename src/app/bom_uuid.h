/* SPDX-License-Identifier: Apache-2.0 */
/* Our ids as UUIDs, for clients that know nothing else: version 8 of RFC 9562, whose bits are ours to say, so that one is made
   of the other without a table. Example: bom_uuid_print(BOM_UUID_SERVICE, id, at) gives "6b656e7a-656e-8002-b44a-…". */
#ifndef APP_BOM_UUID_H
#define APP_BOM_UUID_H

#include "base/text.h"

enum bom_uuid_kind { BOM_UUID_SERVICE = 1, BOM_UUID_SBOM = 2 };
enum { BOM_UUID_SIZE = 37 };

struct text bom_uuid_print(enum bom_uuid_kind kind, int64_t id, char at[BOM_UUID_SIZE]);

/* Reads one of that kind. Returns false for every other UUID, and for what is none. */
MUST_USE bool bom_uuid_read(struct text uuid, enum bom_uuid_kind kind, int64_t *ret_id);

#endif
