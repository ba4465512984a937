'use client';

import clsx from 'clsx';
import { ClipboardPaste, FileUp } from 'lucide-react';
import { useId, useState } from 'react';
import { useDropzone } from 'react-dropzone';
import { Button } from '@/components/button.tsx';
import { controlStyles } from '@/components/field.tsx';

const maxFiles = 20;

/** Takes files: dropped, chosen in the file dialog, or pasted as text. */
export function FilePicker({ onFiles }: { onFiles: (files: File[]) => void }) {
  const [pasting, setPasting] = useState(false);
  const [rejection, setRejection] = useState<string | null>(null);
  const drop = useDropzone({
    multiple: true,
    maxFiles,
    noClick: true,
    noKeyboard: true,
    onDrop: (files, rejections) => {
      const empty = files.find((file) => file.size === 0);
      setRejection(
        empty ? `${empty.name} is empty.` : rejections.length > 0 ? `Choose at most ${maxFiles} files.` : null,
      );
      const filled = files.filter((file) => file.size > 0);
      if (filled.length > 0) onFiles(filled);
    },
  });
  if (pasting) return <PasteBox onFile={(file) => onFiles([file])} onBack={() => setPasting(false)} />;
  return (
    <div
      {...drop.getRootProps({ role: undefined, tabIndex: undefined })}
      className={clsx(
        'flex flex-col items-center rounded-2xl border-2 border-dashed px-6 py-12 text-center transition-colors',
        drop.isDragActive ? 'border-accent bg-accent-soft' : 'border-line-strong/60 bg-surface',
      )}
    >
      <input {...drop.getInputProps({ 'aria-label': 'File to upload' })} />
      <FileUp className="size-7 text-accent-text" aria-hidden="true" />
      <p className="mt-3 font-medium">Drop your files here</p>
      <p className="mt-0.5 text-[0.8125rem] text-muted">
        Of several files, each is recognised by its columns. An interrupted upload continues when you choose the file
        again.
      </p>
      <div className="mt-5 flex flex-wrap justify-center gap-2">
        <Button tone="primary" onClick={drop.open}>
          Browse…
        </Button>
        <Button onClick={() => setPasting(true)}>
          <ClipboardPaste aria-hidden="true" />
          Paste text
        </Button>
      </div>
      {rejection && (
        <p role="alert" className="mt-4 text-sm text-bad-text">
          {rejection}
        </p>
      )}
    </div>
  );
}

function PasteBox({ onFile, onBack }: { onFile: (file: File) => void; onBack: () => void }) {
  const id = useId();
  const [text, setText] = useState('');
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        onFile(new File([text], 'pasted.csv', { type: 'text/csv' }));
      }}
    >
      <label htmlFor={id} className="block text-[0.8125rem] font-medium">
        Rows, starting with the header
      </label>
      <textarea
        id={id}
        value={text}
        onChange={(event) => setText(event.target.value)}
        rows={9}
        spellCheck={false}
        placeholder={'itemId,title\n1,…'}
        className={clsx(controlStyles, 'py-2.5 font-mono text-[0.8125rem]')}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="primary" disabled={text.trim() === ''}>
          Upload these rows
        </Button>
        <Button onClick={onBack}>Back to files</Button>
      </div>
    </form>
  );
}
