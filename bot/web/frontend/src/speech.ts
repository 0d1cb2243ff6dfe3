// Speech to text, where the browser has it.

interface Recognition {
  lang: string;
  interimResults: boolean;
  start(): void;
  stop(): void;
  onresult: ((event: { results: ArrayLike<ArrayLike<{ transcript: string }>> }) => void) | null;
  onend: (() => void) | null;
}

const Made = (window as unknown as { webkitSpeechRecognition?: new () => Recognition }).webkitSpeechRecognition;

export const canListen = Made !== undefined && window.isSecureContext;

/** Listens once; gives a way to stop. `heard` gets the words so far, `ended` comes in any case. */
export function listen(heard: (text: string) => void, ended: () => void): () => void {
  if (!Made) return () => undefined;
  const recognition = new Made();
  recognition.lang = "zh-CN";
  recognition.interimResults = true;
  recognition.onresult = ({ results }) => heard(Array.from(results, (result) => result[0]?.transcript ?? "").join(""));
  recognition.onend = ended;
  recognition.start();
  return () => recognition.stop();
}
