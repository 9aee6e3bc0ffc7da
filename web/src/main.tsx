// SPDX-License-Identifier: Apache-2.0
import "./style/base.css";
import { render } from "preact";

const root = document.getElementById("app");
if (root) render(<h1>kenzen</h1>, root);
