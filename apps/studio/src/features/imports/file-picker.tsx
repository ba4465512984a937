'use client';

import clsx from 'clsx';
import { ClipboardPaste, FileUp } from 'lucide-react';
import { useId, useState } from 'react';
import { useDropzone } from 'react-dropzone';
import { Button } from '@/components/button.tsx';
import { controlStyles } from '@/components/field.tsx';

/** Takes one file: dropped, chosen in the file dialog, or pasted as text. */
export function FilePicker({ onFile }: { onFile: (file: File) => void }) {
  const [pasting, setPasting] = useState(false);
  const [rejection, setRejection] = useState<string | null>(null);
  const drop = useDropzone({
    multiple: false,
    noClick: true,
    noKeyboard: true,
    onDrop: ([file], rejections) => {
      const empty = file !== undefined && file.size === 0;
      setRejection(empty ? `${file.name} is empty.` : rejections.length > 0 ? 'Drop one file at a time.' : null);
      if (file && !empty) onFile(file);
    },
  });
  if (pasting) return <PasteBox onFile={onFile} onBack={() => setPasting(false)} />;
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
      <p className="mt-3 font-medium">Drop your file here</p>
      <p className="mt-0.5 text-[0.8125rem] text-muted">Files are parsed on the server, so large files work too.</p>
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
