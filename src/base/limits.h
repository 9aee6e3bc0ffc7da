/* SPDX-License-Identifier: Apache-2.0 */
/* Every limit on what strangers may send, in one place: a name, a value, a reason. Each has a test
   one past it. Sizes are bytes. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include <stddef.h>

#include "base/limits_badge.h"
#include "base/limits_chain.h"
#include "base/limits_desk.h"
#include "base/limits_net.h"

/* -- JSON, YAML, XML -- */
/* Real SBOMs nest about 10 deep, CSAF trees about 40; recursion elsewhere stays bounded by this. */
#define LIMIT_JSON_DEPTH ((size_t)64)

/* The tree of one document, 16 bytes a value: three quarters of the text's size in real ones, eight times where every
   other byte is a value. yyjson asks for 2.7 times the size of a text without spaces before it begins. */
#define LIMIT_JSON_TREE_BYTES ((size_t)1 << 30)

/* Elements of XML take two levels where JSON takes one (a list and its entry): 16 nested components have 34. */
#define LIMIT_XML_DEPTH ((size_t)64)
/* A tag with its attributes, or a comment, that expat looks through again with each step until it is whole. */
#define LIMIT_XML_TAG_BYTES ((size_t)1 << 20)

/* Values of a TOML document, 80 bytes each while it is read: lock files of thousands of packages have some 200,000. */
#define LIMIT_TOML_VALUES ((size_t)4000000)

/* -- SBOM -- */
/* The largest public SBOMs (whole distributions) are about 200 MB of JSON. */
#define LIMIT_SBOM_BYTES ((size_t)256 << 20)
/* A monorepo image has about 30,000 components; ten times that, and room. */
#define LIMIT_SBOM_COMPONENTS ((size_t)500000)
/* CycloneDX components nested in components. */
#define LIMIT_SBOM_NESTING ((size_t)16)
/* Dependencies: a distribution has about three a component. */
#define LIMIT_SBOM_EDGES ((size_t)8000000)
/* What else is said of components: hashes, references, properties. Trivy says some 8 of a package, Syft 20. */
#define LIMIT_SBOM_FACTS ((size_t)4000000)
/* A description, a copyright text or the text of a licence. */
#define LIMIT_SBOM_FACT_BYTES ((size_t)64 << 10)
/* What is wrong with a document and told with its place; the rest is only counted. Who mends 100 mends them all. */
#define LIMIT_SBOM_ODDITIES ((size_t)100)
/* Text, components and edges of the largest SBOM; JSON's own tree comes on top while it is read. */
#define LIMIT_SBOM_ARENA ((size_t)512 << 20)
/* What an image says of its operating system; a handful of lines. */
#define LIMIT_OS_RELEASE_BYTES ((size_t)64 << 10)
/* Debian's longest copyright file (of chromium) has 0.8 MB. */
#define LIMIT_COPYRIGHT_BYTES ((size_t)4 << 20)
/* A purl, name or version longer than this is not one. */
#define LIMIT_PURL_BYTES ((size_t)4096)
#define LIMIT_NAME_BYTES ((size_t)1024)
#define LIMIT_VERSION_BYTES ((size_t)512)
/* A licence expression: the longest of real packages (GCC, TeX) have some 1,500 bytes, 60 licences, and parentheses three deep. */
#define LIMIT_LICENSE_BYTES ((size_t)16 << 10)
#define LIMIT_LICENSE_PARTS ((size_t)1000)
#define LIMIT_LICENSE_NESTING ((size_t)32)
/* Rules and exceptions of a licence policy: the whole SPDX list has 740 ids. Each component is held against all of them. */
#define LIMIT_LICENSE_POLICY_BYTES ((size_t)1 << 20)
#define LIMIT_LICENSE_RULES ((size_t)2000)
#define LIMIT_LICENSE_EXCEPTIONS ((size_t)1000)
/* Namespaces of one's own: each component is held against all of them. */
#define LIMIT_SIGNAL_NAMESPACES ((size_t)100)
/* Signals of a part that are dismissed at once: each was looked at by a person. Each signal is looked up among them. */
#define LIMIT_SIGNAL_DISMISSALS ((size_t)2000)
/* A constraint on versions: the longest in real manifests have some 300 bytes, and 20 alternatives. */
#define LIMIT_CONSTRAINT_BYTES ((size_t)4096)
#define LIMIT_CONSTRAINT_INTERVALS ((size_t)256)

/* -- advisories -- */
/* The longest ids of real records have about 50 characters (RETIRE-, MAL-). */
#define LIMIT_ID_BYTES ((size_t)256)
#define LIMIT_URL_BYTES ((size_t)2048)
/* Longer summaries and details are cut: the record's own page has the rest. */
#define LIMIT_SUMMARY_BYTES ((size_t)2048)
#define LIMIT_DETAILS_BYTES ((size_t)16 << 10)
/* One feed that is read as a whole: KEV has 1.3 MB, EPSS unpacked about 10 MB, endoflife.date 1.1 MB. */
#define LIMIT_FEED_BYTES ((size_t)256 << 20)
/* One file fetched: the zip of all of osv.dev is about 1 GB. */
#define LIMIT_FETCH_BYTES ((size_t)4 << 30)
/* Folders nested in one that is imported: cvelistV5 has 4. */
#define LIMIT_FOLDER_DEPTH ((size_t)16)

/* -- archives -- */
/* One OSV record: the largest real ones (kernel, enumerated versions) are about 5 MB. */
#define LIMIT_ADVISORY_BYTES ((size_t)32 << 20)
/* Decoding one record takes a few times its size. */
#define LIMIT_RECORD_ARENA (16 * LIMIT_ADVISORY_BYTES)
/* The whole osv.dev dump has about 500,000 entries; four times that. */
#define LIMIT_ARCHIVE_ENTRIES ((size_t)2000000)
/* All of an archive unpacked. */
#define LIMIT_ARCHIVE_BYTES ((size_t)64 << 30)
/* JSON of advisories packs 10:1; a bomb packs 1000:1. Counted beyond the first 16 MiB. */
#define LIMIT_ARCHIVE_RATIO ((size_t)200)
#define LIMIT_UNPACK_FREE_BYTES ((size_t)16 << 20)

/* Files that one scan reads: a large organisation has some 10,000 services. */
#define LIMIT_SCAN_SBOMS ((size_t)20000)
/* All that one scan from the command line keeps of an SBOM of the largest size. */
#define LIMIT_SCAN_MEMORY ((size_t)4 << 30)

/* What one SBOM may have against it; each takes some 400 bytes. 100,000 old Python packages have 600,000. */
#define LIMIT_FINDINGS ((size_t)1000000)
/* What matching one SBOM may cost in steps of 0.1 to 0.4 µs: an event that is compared, an id that is joined, eight spans of
   keys that are looked through. 100,000 old Python packages take 31 million. */
#define LIMIT_MATCH_STEPS ((size_t)100000000)

/* Records that one explanation tells of; Debian's kernel has some 15,000, which nobody reads to the end. */
#define LIMIT_EXPLAIN_RECORDS ((size_t)1000)

/* Sources' words that one finding is told with; a flaw of a library has five or six, one of a kernel a few dozen. */
#define LIMIT_WORDS ((size_t)64)
/* What looking them up may cost for all findings of one answer, in ids, packages and versions that are read, and what each
   finding adds to it: one record may have 300,000 findings, and be as long. */
#define LIMIT_WORDS_STEPS ((size_t)20000000)
#define LIMIT_WORDS_STEPS_EACH ((size_t)1000)

/* One CPE; the CVE record format allows as many. */
#define LIMIT_CPE_BYTES ((size_t)2048)
/* Versions that a CVE record names of one product, and its CPEs; each is compared with each. The most seen are 674. */
#define LIMIT_CVE_VERSIONS ((size_t)2000)

/* -- VEX -- */
/* The largest CSAF documents of a vendor, of a flaw in all of its products, have some 30 MB. */
#define LIMIT_VEX_BYTES ((size_t)64 << 20)
#define LIMIT_VEX_ARENA ((size_t)768 << 20)
/* A statement for each CVE and status of a distribution. */
#define LIMIT_VEX_STATEMENTS ((size_t)200000)
#define LIMIT_VEX_PRODUCTS ((size_t)1000000)
/* Products of all statements together: in a distribution many CVEs name the same thousands. */
#define LIMIT_VEX_TARGETS ((size_t)4000000)
/* Other ids of a vulnerability, and hashes of a product. */
#define LIMIT_VEX_ALIASES ((size_t)1000)
#define LIMIT_VEX_HASHES ((size_t)64)
/* What people write about a status. */
#define LIMIT_VEX_TEXT_BYTES ((size_t)64 << 10)
/* Strange things that are told one by one; the rest are counted. */
#define LIMIT_VEX_ODDITIES ((size_t)100)
/* Branches of a CSAF product tree nested in each other: vendor, family, name, version … */
#define LIMIT_VEX_BRANCHES ((size_t)30)
/* VEX documents that one scan takes. */
#define LIMIT_VEX_DOCUMENTS ((size_t)100)

/* Dependencies of one component that one reply tells; the subject of an image has some hundred. */
#define LIMIT_GRAPH_NEIGHBOURS ((size_t)1000)

#endif
