/** The panel's outermost element: an image file dropped anywhere on it becomes the input picture. */
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { InputIntent } from '../../extension/protocol.ts';
import { t } from './l10n.ts';

interface DropZoneProps {
  readonly send: (intent: InputIntent) => void;
  readonly sendPicture: (name: string, file: Blob) => void;
  readonly children: ComponentChildren;
}

export function DropZone({ send, sendPicture, children }: DropZoneProps): VNode {
  const [over, setOver] = useState(false);
  return (
    <main
      class={over ? 'panel drop-over' : 'panel'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer?.files[0];
        if (file) sendPicture(file.name, file);
        else
          send({
            type: 'picture-failed',
            name: '',
            message: t(
              'What was dropped is not a file from disk; use “Choose file…” in the list of input pictures instead.',
            ),
          });
      }}
    >
      {children}
    </main>
  );
}
