/** A document as commands are given it: by our own code as a URI, by a link in a card as text. */
import * as vscode from 'vscode';

export type UriArgument = vscode.Uri | string;

export const toUri = (given: UriArgument): vscode.Uri => (typeof given === 'string' ? vscode.Uri.parse(given) : given);
