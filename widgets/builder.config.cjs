/** The same bytes on every machine: by default ids hash the absolute path. */
module.exports = { optimization: { moduleIds: 'natural', chunkIds: 'natural' } };
