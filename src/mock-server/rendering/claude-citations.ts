/** Citations in the words of Anthropic's Messages API, from the terms of Converse. */
import type { Citation } from '../../fixtures/reply.ts';
import { asRecord } from './read.ts';

type Place = Readonly<Record<string, unknown>>;
type Write = (citation: Citation, place: Place) => Place;

const WHOLE = document('char_location', 'start_char_index', 'end_char_index');

const LOCATIONS: ReadonlyMap<string, Write> = new Map([
  ['documentChar', WHOLE],
  ['documentPage', document('page_location', 'start_page_number', 'end_page_number')],
  ['documentChunk', document('content_block_location', 'start_block_index', 'end_block_index')],
  ['searchResultLocation', searchResult],
  ['web', web],
]);

/** A citation without a place is taken to be of the beginning of the first document. */
export function claudeCitation(citation: Citation): unknown {
  const [kind = '', place] = Object.entries(citation.location ?? {})[0] ?? [];
  const write = LOCATIONS.get(kind) ?? WHOLE;
  return write(citation, asRecord(place));
}

function document(type: string, start: string, end: string): Write {
  return (citation, place) => ({
    type,
    cited_text: citedText(citation),
    document_index: place['documentIndex'] ?? 0,
    document_title: citation.title ?? null,
    [start]: place['start'] ?? 0,
    [end]: place['end'] ?? citedText(citation).length,
  });
}

function searchResult(citation: Citation, place: Place): Place {
  return {
    type: 'search_result_location',
    cited_text: citedText(citation),
    search_result_index: place['searchResultIndex'] ?? 0,
    source: citation.source ?? null,
    start_block_index: place['start'] ?? 0,
    end_block_index: place['end'] ?? 0,
    title: citation.title ?? null,
  };
}

function web(citation: Citation, place: Place): Place {
  return {
    type: 'web_search_result_location',
    cited_text: citedText(citation),
    url: place['url'] ?? citation.source ?? '',
    title: citation.title ?? null,
    encrypted_index: '',
  };
}

function citedText({ sourceContent = [] }: Citation): string {
  return sourceContent.join('');
}
