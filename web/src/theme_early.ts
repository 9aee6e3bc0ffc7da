// SPDX-License-Identifier: Apache-2.0
// Runs before the first paint, so that a page whose theme was chosen does not flash in the other one.
import { applyPreferences } from "./preferences";

applyPreferences();
