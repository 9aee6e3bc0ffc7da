/* SPDX-License-Identifier: Apache-2.0 */
/* One document out of a source: told by its content, read, and put into the writer's batch of its kind.
   Example: advisory_document_read(&group, TEXT("GHSA-1.json"), bytes, err) */
#ifndef ADVISORY_ADVISORY_DOCUMENT_H
#define ADVISORY_ADVISORY_DOCUMENT_H

#include "advisory/advisory_index_write.h"
#include "advisory/advisory_tally.h"

/* What is read together: an archive, the loose records of a folder, a single file. */
struct advisory_document_group {
    struct advisory_index_writer *writer;
    struct arena *arena; /* of the import: names and examples */
    struct advisory_tally tallies[TALLY_KINDS];
    bool is_begun[TALLY_KINDS];
    uint32_t batches[TALLY_KINDS];
};

/* Reads a document that may be packed, JSON, YAML or CSV. name is for the errors and tells YAML by its end. Entries of a
   catalogue that cannot be read are counted in its tally; what spoils the document as a whole is the caller's to count.
   Fails with ERR_UNSUPPORTED when it is none of the kinds known, else with ERR_SYNTAX or ERR_LIMIT, the place first;
   ERR_SYSTEM is the index's own failure. */
MUST_USE bool advisory_document_read(
    struct advisory_document_group *group, struct text name, struct text bytes, struct err *err);

#endif
