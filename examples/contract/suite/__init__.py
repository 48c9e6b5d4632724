"""The suite that holds a program to the contract of Fieldnotes, over HTTP."""
