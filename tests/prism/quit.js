// Ends Prism when the test that started it ends: then its stdin is closed.
'use strict';

process.stdin.on('end', () => process.exit()).resume();
