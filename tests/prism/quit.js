// Ends Prism with the test that started it, however that ends: then its stdin is closed.
'use strict';

process.stdin.on('end', () => process.exit()).resume();
