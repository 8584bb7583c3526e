// placeholder until the import rules are written
export default [];
