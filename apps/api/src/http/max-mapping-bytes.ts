/** A file may have thousands of columns, each with an entry in the mapping. */
export const maxMappingBytes = 2 << 20;
