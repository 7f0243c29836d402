// Command leveldb-compact rewrites the tables of LevelDB databases, so that what was deleted is in none of them.
//
//	leveldb-compact FOLDER...
//
// It uses the library that Fabric's peer uses: a database that a peer has open is locked and left alone, and one whose
// compaction is interrupted goes on with its old tables.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/syndtr/goleveldb/leveldb"
	"github.com/syndtr/goleveldb/leveldb/opt"
	"github.com/syndtr/goleveldb/leveldb/util"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: leveldb-compact FOLDER...")
		os.Exit(2)
	}
	for _, folder := range os.Args[1:] {
		if err := compact(folder); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", folder, err)
			os.Exit(1)
		}
	}
}

func compact(folder string) (err error) {
	db, err := leveldb.OpenFile(folder, &opt.Options{ErrorIfMissing: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.CompactRange(util.Range{})
}
