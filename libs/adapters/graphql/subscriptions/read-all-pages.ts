import type { Page, PageRequest } from '@causeway/application/ports';

const PAGE_SIZE = 100;

/** Every page of a list, one after the other, each read when it is asked for. */
export async function* readAllPages<Row>(
  read: (page: PageRequest) => Promise<Page<Row>>,
  idOf: (row: Row) => string,
): AsyncGenerator<readonly Row[], void> {
  let page = await read({ first: PAGE_SIZE });
  for (;;) {
    if (page.rows.length > 0) yield page.rows;
    const last = page.rows.at(-1);
    if (!page.hasNextPage || last === undefined) return;
    page = await read({ first: PAGE_SIZE, after: idOf(last) });
  }
}
