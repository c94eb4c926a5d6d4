/** Ends before it has said a word, as a program whose code is missing. */
process.exit(1);
