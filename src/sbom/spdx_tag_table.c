/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/spdx_tag_table.h"

#define ROW(tag, section, form, begins, member)                                                    \
    {{#tag, sizeof(#tag) - 1}, SPDX_TAG_##section, SPDX_TAG_##form, begins, member}

const struct spdx_tag_row spdx_tag_rows[] = {
    ROW(Relationship, RELATION, RELATIONSHIP, true, NULL),
    ROW(RelationshipComment, RELATION, ONE, false, "comment"),
    ROW(PackageName, PACKAGE, ONE, true, "name"),
    ROW(FileName, FILE, ONE, true, "fileName"),
    ROW(SnippetSPDXID, SNIPPET, ONE, true, "SPDXID"),
    ROW(LicenseID, LICENSE, ONE, true, "licenseId"),
    ROW(Annotator, ANNOTATION, ONE, true, "annotator"),
    ROW(SPDXVersion, DOCUMENT, ONE, false, "spdxVersion"),
    ROW(DataLicense, DOCUMENT, ONE, false, "dataLicense"),
    ROW(SPDXID, HERE, ONE, false, "SPDXID"),
    ROW(PackageVersion, PACKAGE, ONE, false, "versionInfo"),
    ROW(PackageFileName, PACKAGE, ONE, false, "packageFileName"),
    ROW(PackageSupplier, PACKAGE, ONE, false, "supplier"),
    ROW(PackageOriginator, PACKAGE, ONE, false, "originator"),
    ROW(PackageDownloadLocation, PACKAGE, ONE, false, "downloadLocation"),
    ROW(FilesAnalyzed, PACKAGE, ONE, false, "filesAnalyzed"),
    ROW(PackageChecksum, PACKAGE, CHECKSUM, false, "checksums"),
    ROW(PackageHomePage, PACKAGE, ONE, false, "homepage"),
    ROW(PackageSourceInfo, PACKAGE, ONE, false, "sourceInfo"),
    ROW(PackageLicenseConcluded, PACKAGE, ONE, false, "licenseConcluded"),
    ROW(PackageLicenseInfoFromFiles, PACKAGE, LIST, false, "licenseInfoFromFiles"),
    ROW(PackageLicenseDeclared, PACKAGE, ONE, false, "licenseDeclared"),
    ROW(PackageLicenseComments, PACKAGE, ONE, false, "licenseComments"),
    ROW(PackageCopyrightText, PACKAGE, ONE, false, "copyrightText"),
    ROW(PackageSummary, PACKAGE, ONE, false, "summary"),
    ROW(PackageDescription, PACKAGE, ONE, false, "description"),
    ROW(PackageComment, PACKAGE, ONE, false, "comment"),
    ROW(PackageAttributionText, PACKAGE, LIST, false, "attributionTexts"),
    ROW(PrimaryPackagePurpose, PACKAGE, ONE, false, "primaryPackagePurpose"),
    ROW(ReleaseDate, PACKAGE, ONE, false, "releaseDate"),
    ROW(BuiltDate, PACKAGE, ONE, false, "builtDate"),
    ROW(ValidUntilDate, PACKAGE, ONE, false, "validUntilDate"),
    ROW(ExternalRef, PACKAGE, REFERENCE, false, "externalRefs"),
    ROW(ExtractedText, LICENSE, ONE, false, "extractedText"),
    ROW(LicenseName, LICENSE, ONE, false, "name"),
    ROW(AnnotationDate, ANNOTATION, ONE, false, "annotationDate"),
    ROW(AnnotationType, ANNOTATION, ONE, false, "annotationType"),
    ROW(SPDXREF, ANNOTATION, ONE, false, "SPDXREF"),
    ROW(AnnotationComment, ANNOTATION, ONE, false, "comment"),
    ROW(DocumentName, DOCUMENT, ONE, false, "name"),
    ROW(DocumentNamespace, DOCUMENT, ONE, false, "documentNamespace"),
    ROW(DocumentComment, DOCUMENT, ONE, false, "comment"),
    ROW(Creator, CREATION, LIST, false, "creators"),
    ROW(Created, CREATION, ONE, false, "created"),
    ROW(CreatorComment, CREATION, ONE, false, "comment"),
};

const size_t spdx_tag_row_count = LEN_OF(spdx_tag_rows);

bool spdx_tag_is_of(const struct spdx_tag_row *row, enum spdx_tag_section section)
{
    return row->section == section || row->section == SPDX_TAG_HERE;
}
