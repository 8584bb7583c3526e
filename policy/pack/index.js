// The engine runs the main file of a pack's folder, and as the main file of the package it would start a pack in everybody's rules.
require("../dist/pack.js");
