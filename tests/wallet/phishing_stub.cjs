// SPDX-License-Identifier: Apache-2.0
// What NftController needs of the package that is left out: the names of verdicts.
"use strict";
exports.RecommendedAction = { None: "NONE", Warn: "WARN", Block: "BLOCK" };
